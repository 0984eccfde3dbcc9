//! Files, sealed in chunks as they stream by: STREAM ([Hoang, Reyhanitabar, Rogaway, Vizár 2015](https://eprint.iacr.org/2015/189)) over AES-256-GCM.

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
    /// The key of this one sealing of this file. The salt is new each time, so that sealing a place again never repeats key and nonce.
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

    /// Takes the next bytes of the file, in pieces of any size, and appends what can be sealed to `out`: first the header, then whole chunks.
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

/// Opens one file. Holds one chunk. What it gives is true as far as it goes; that the file is whole is known when [`finish`](Self::finish) says so.
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
