//! Files, sealed in chunks as they stream by: STREAM ([Hoang, Reyhanitabar, Rogaway, Vizár
//! 2015](https://eprint.iacr.org/2015/189)) over AES-256-GCM.

use waarborg_base::Ctx;
use zeroize::{Zeroize, Zeroizing};

use crate::aead::{self, CHUNK, NONCE_BYTES, TAG_BYTES, VERSION, joined};
use crate::secret::Secret;
use crate::{Error, PersonKey, Place};

/// Bytes of a file in each chunk but the last, which has 0 to this many.
pub const CHUNK_BYTES: usize = 64 * 1024;
/// Bytes of each sealed chunk but the last.
pub const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;
/// Bytes before the first chunk: version and salt.
pub const HEADER_BYTES: usize = 1 + SALT_BYTES;
const SALT_BYTES: usize = 32;

/// A key for one file, and the nonce of the next chunk.
struct Stream {
    key: Secret,
    next: u32,
}

impl Stream {
    /// The key of this one sealing of this file. The salt is new each time, so that sealing a place again never repeats key and
    /// nonce.
    fn new(key: &PersonKey, place: &Place<'_>, salt: &[u8; SALT_BYTES]) -> Self {
        let label = joined([b"waarborg file key 1", &place.bound(&key.id()), salt]);
        Self { key: key.secret().derive(&label), next: 0 }
    }

    /// Zeros (7 bytes), number of the chunk (4, big-endian), 1 for the last chunk.
    fn nonce(&mut self, last: bool) -> Result<[u8; NONCE_BYTES], Error> {
        let mut nonce = [0; NONCE_BYTES];
        nonce[7..11].copy_from_slice(&self.next.to_be_bytes());
        nonce[11] = u8::from(last);
        self.next = self.next.checked_add(1).ok_or(Error::FileTooLarge)?;
        Ok(nonce)
    }
}

/// Seals one file. Holds one chunk, whatever the file's length.
pub struct FileSealer {
    stream: Stream,
    header: Option<[u8; HEADER_BYTES]>,
    waiting: Zeroizing<Vec<u8>>,
}

impl FileSealer {
    /// Begins a file at this place; its row is the id of the file.
    pub fn new(ctx: &mut Ctx, key: &PersonKey, place: &Place<'_>) -> Self {
        let salt = ctx.bytes();
        let mut header = [VERSION; HEADER_BYTES];
        header[1..].copy_from_slice(&salt);
        let waiting = Zeroizing::new(Vec::with_capacity(CHUNK_BYTES));
        Self { stream: Stream::new(key, place, &salt), header: Some(header), waiting }
    }

    /// Takes the next bytes of the file, in pieces of any size, and appends what can be sealed to `out`: first the header, then
    /// whole chunks.
    pub fn push(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        out.extend(self.header.take().iter().flatten());
        while !bytes.is_empty() {
            if self.waiting.len() == CHUNK_BYTES {
                self.seal(false, out)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK_BYTES - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Ends the file: appends its last chunk to `out`. Without it, the file does not open.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        self.push(&[], out)?;
        self.seal(true, out)
    }

    fn seal(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), Error> {
        let nonce = self.stream.nonce(last)?;
        aead::seal(CHUNK, &self.stream.key, nonce, &[], &self.waiting, out);
        self.waiting.zeroize();
        Ok(())
    }
}

/// Opens one file. Holds one chunk. What it gives is true as far as it goes; that the file is whole is known when
/// [`finish`](Self::finish) says so.
pub struct FileOpener<'a> {
    key: &'a PersonKey,
    place: Place<'a>,
    stream: Option<Stream>,
    waiting: Vec<u8>,
}

impl<'a> FileOpener<'a> {
    /// Begins with the file of this place.
    pub fn new(key: &'a PersonKey, place: &Place<'a>) -> Self {
        Self { key, place: *place, stream: None, waiting: Vec::with_capacity(SEALED_CHUNK_BYTES) }
    }

    /// Takes the next sealed bytes, in pieces of any size, and appends what they open to, to `out`. Errs with
    /// [`Error::DoesNotOpen`] when a chunk was altered, moved, left out, repeated, or belongs to another file.
    pub fn push(&mut self, mut sealed: &[u8], out: &mut Zeroizing<Vec<u8>>) -> Result<(), Error> {
        while !sealed.is_empty() {
            let full = if self.stream.is_some() { SEALED_CHUNK_BYTES } else { HEADER_BYTES };
            if self.waiting.len() == full {
                self.open(false, out)?;
                continue;
            }
            let (now, later) = sealed.split_at(sealed.len().min(full - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            sealed = later;
        }
        Ok(())
    }

    /// Ends the file: appends its last chunk to `out`. Errs when the file was cut or added to.
    pub fn finish(mut self, out: &mut Zeroizing<Vec<u8>>) -> Result<(), Error> {
        if self.stream.is_none() {
            self.open(false, out)?;
        }
        self.open(true, out)
    }

    /// Opens what waits: the header, then chunk after chunk.
    fn open(&mut self, last: bool, out: &mut Zeroizing<Vec<u8>>) -> Result<(), Error> {
        let refused = || self.place.does_not_open();
        match &mut self.stream {
            None => {
                let (&version, salt) = self.waiting.split_first().ok_or_else(refused)?;
                let salt = salt.try_into().map_err(|_| refused())?;
                if version != VERSION {
                    return Err(refused());
                }
                self.stream = Some(Stream::new(self.key, &self.place, salt));
            }
            Some(stream) => {
                let nonce = stream.nonce(last)?;
                let plain = aead::open(CHUNK, &stream.key, nonce, &[], &self.waiting).ok_or_else(refused)?;
                out.extend_from_slice(&plain);
            }
        }
        self.waiting.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> =
        Place { table: "vault_file", row: b"7", field: "dossier.contract", subject: b"anna's number 16", version: 1 };

    fn seal(ctx: &mut Ctx, key: &PersonKey, plain: &[u8], pieces: usize) -> Vec<u8> {
        let (mut sealer, mut sealed) = (FileSealer::new(ctx, key, &PLACE), Vec::new());
        for piece in plain.chunks(pieces) {
            sealer.push(piece, &mut sealed).unwrap();
            assert!(sealer.waiting.capacity() <= CHUNK_BYTES, "no more than a chunk is held");
        }
        sealer.finish(&mut sealed).unwrap();
        sealed
    }

    fn open(key: &PersonKey, place: &Place<'_>, sealed: &[u8], pieces: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (mut opener, mut plain) = (FileOpener::new(key, place), Zeroizing::new(Vec::new()));
        for piece in sealed.chunks(pieces) {
            opener.push(piece, &mut plain)?;
            assert!(opener.waiting.capacity() <= SEALED_CHUNK_BYTES, "no more than a chunk is held");
        }
        opener.finish(&mut plain).map(|()| plain)
    }

    fn file(length: usize) -> Vec<u8> {
        (0..=250).cycle().step_by(31).take(length).collect()
    }

    fn check_refused(key: &PersonKey, sealed: &[u8], what: &str) {
        assert_eq!(open(key, &PLACE, sealed, 50_000).err(), Some(PLACE.does_not_open()), "{what}");
    }

    #[test]
    fn a_file_of_any_length_opens_in_pieces_of_any_size() {
        let mut ctx = Ctx::for_test(1);
        let key = PersonKey::generate(&mut ctx);
        for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_000] {
            let plain = file(length);
            for pieces in [997, CHUNK_BYTES, SEALED_CHUNK_BYTES, 1 << 20] {
                let sealed = seal(&mut ctx, &key, &plain, pieces);
                let chunks = length.div_ceil(CHUNK_BYTES).max(1);
                assert_eq!(sealed.len(), HEADER_BYTES + length + chunks * TAG_BYTES);
                assert!(*open(&key, &PLACE, &sealed, pieces).unwrap() == plain, "{length} bytes by {pieces}");
            }
        }
    }

    #[test]
    fn chunks_that_are_moved_dropped_repeated_cut_or_added_are_refused() {
        let mut ctx = Ctx::for_test(1);
        let key = PersonKey::generate(&mut ctx);
        let sealed = seal(&mut ctx, &key, &file(3 * CHUNK_BYTES + 100), 50_000);
        let (header, body) = sealed.split_at(HEADER_BYTES);
        let chunks: Vec<_> = body.chunks(SEALED_CHUNK_BYTES).collect();
        let assembled = |order: &[usize]| {
            let chosen: Vec<_> = order.iter().map(|number| chunks[*number]).collect();
            [header, &chosen.concat()].concat()
        };
        assert!(open(&key, &PLACE, &assembled(&[0, 1, 2, 3]), 50_000).is_ok());
        for order in [
            &[1, 0, 2, 3][..],
            &[0, 2, 1, 3],
            &[1, 2, 3],
            &[0, 2, 3],
            &[0, 1, 3],
            &[0, 1, 2],
            &[0],
            &[3],
            &[],
            &[0, 0, 1, 2, 3],
            &[0, 1, 2, 2, 3],
            &[0, 1, 2, 3, 3],
            &[0, 1, 2, 3, 0],
        ] {
            check_refused(&key, &assembled(order), &format!("{order:?}"));
        }
        check_refused(&key, &[&sealed[..], b"x"].concat(), "one byte more");
        check_refused(&key, &[&sealed[..], &sealed[..]].concat(), "twice");
        check_refused(&key, &sealed[..HEADER_BYTES + 3 * SEALED_CHUNK_BYTES + 50], "half of the last chunk");
        for length in [0, 1, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + TAG_BYTES, sealed.len() - 1] {
            check_refused(&key, &sealed[..length], &format!("cut at {length}"));
        }
    }

    #[test]
    fn a_chunk_of_another_sealing_file_or_person_is_refused() {
        let mut ctx = Ctx::for_test(1);
        let key = PersonKey::generate(&mut ctx);
        let plain = file(2 * CHUNK_BYTES);
        let (one, two) = (seal(&mut ctx, &key, &plain, 50_000), seal(&mut ctx, &key, &plain, 50_000));
        let second = HEADER_BYTES + SEALED_CHUNK_BYTES;
        check_refused(&key, &[&one[..second], &two[second..]].concat(), "the end of another sealing");
        assert!(open(&key, &Place { row: b"8", ..PLACE }, &one, 50_000).is_err());
        assert!(open(&key, &Place { field: "dossier.letter", ..PLACE }, &one, 50_000).is_err());
        assert!(open(&PersonKey::generate(&mut ctx), &PLACE, &one, 50_000).is_err());
    }

    #[test]
    fn a_changed_bit_is_refused() {
        let mut ctx = Ctx::for_test(1);
        let key = PersonKey::generate(&mut ctx);
        let sealed = seal(&mut ctx, &key, b"a short file", 50_000);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            check_refused(&key, &changed, &format!("bit {bit}"));
        }
    }

    #[test]
    fn a_file_with_more_chunks_than_can_be_counted_is_refused() {
        let mut ctx = Ctx::for_test(1);
        let key = PersonKey::generate(&mut ctx);
        let mut sealer = FileSealer::new(&mut ctx, &key, &PLACE);
        sealer.stream.next = u32::MAX;
        assert_eq!(sealer.finish(&mut Vec::new()), Err(Error::FileTooLarge));
    }
}
