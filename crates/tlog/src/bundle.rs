use crate::{Error, TILE_WIDTH};

/// The longest entry that an entry bundle can carry.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

const WHAT: &str = "entry bundle";

/// An entry bundle (C2SP tlog-tiles): each entry behind its length in two bytes, big-endian. [`Error::TooLarge`] for more than 256
/// entries, or one of more than [`MAX_ENTRY_BYTES`].
pub fn encode_entries<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Result<Vec<u8>, Error> {
    let mut bundle = Vec::new();
    for (place, entry) in entries.into_iter().enumerate() {
        if place == TILE_WIDTH {
            return Err(Error::TooLarge { what: WHAT, limit: "256 entries" });
        }
        let length = u16::try_from(entry.len()).map_err(|_| Error::TooLarge { what: "entry", limit: "65535 bytes" })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle: 256 at most, and nothing after the last.
pub fn decode_entries(bundle: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let mut entries = Vec::new();
    let mut rest = bundle;
    while !rest.is_empty() {
        if entries.len() == TILE_WIDTH {
            return Err(Error::TooLarge { what: WHAT, limit: "256 entries" });
        }
        let cut = || Error::malformed(WHAT, 0, "it ends within an entry");
        let (length, after) = rest.split_first_chunk().ok_or_else(cut)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or_else(cut)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_is_laid_out_as_the_specification_says() {
        let longest = vec![1; MAX_ENTRY_BYTES];
        let entries: [&[u8]; 3] = [b"", b"ab", &longest];
        let bundle = encode_entries(entries).unwrap();
        assert_eq!(bundle[..8], [0, 0, 0, 2, b'a', b'b', 0xff, 0xff]);
        assert_eq!(decode_entries(&bundle).unwrap(), entries);
        assert_eq!(decode_entries(b""), Ok(vec![]));
    }

    #[test]
    fn what_no_bundle_can_be_is_refused() {
        assert!(encode_entries([vec![0; MAX_ENTRY_BYTES + 1].as_slice()]).is_err());
        assert!(encode_entries(vec![b"".as_slice(); 256]).is_ok());
        assert!(encode_entries(vec![b"".as_slice(); 257]).is_err());
        assert!(decode_entries(&[0; 512]).is_ok());
        assert!(decode_entries(&[0; 514]).is_err());
        assert!(decode_entries(&[0]).is_err());
        assert!(decode_entries(&[0, 2, 1]).is_err());
    }
}
