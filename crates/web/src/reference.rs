use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use waarborg_base::Entropy;

/// The number of one request, the same on the error page and in the log: what a person reads out to the one who helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference(u64);

/// Twelve signs in groups of four, without letters that look or sound like a digit (Crockford's base 32).
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for place in 0..12 {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            let five_bits = (self.0 >> (59 - 5 * place)) & 31;
            write!(f, "{}", char::from(SIGNS[usize::try_from(five_bits).expect("below 32")]))?;
        }
        Ok(())
    }
}

/// Gives each request its number: a counter, scrambled with a random key, so that nobody reads our traffic from it.
#[derive(Debug)]
pub(crate) struct References {
    key: u64,
    count: AtomicU64,
}

impl References {
    pub(crate) fn seeded(entropy: &mut dyn Entropy) -> Self {
        let mut key = [0; 8];
        entropy.fill(&mut key);
        Self { key: u64::from_be_bytes(key), count: AtomicU64::new(0) }
    }

    /// A number that no other request of this process has: the mixing step below can be undone, so it never collides. Sixty
    /// of the 64 bits are shown, so two shown alike are one in 2⁶⁰ per pair.
    pub(crate) fn next(&self) -> Reference {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut mixed = self.key.wrapping_add(count.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Reference(mixed ^ (mixed >> 31))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use waarborg_base::SeededEntropy;

    #[test]
    fn references_are_short_readable_and_all_different() {
        let references = References::seeded(&mut SeededEntropy::new(1));
        let all: BTreeSet<String> = (0..10_000).map(|_| references.next().to_string()).collect();
        assert_eq!(all.len(), 10_000);
        let sample = all.first().expect("many");
        assert_eq!(sample.len(), 14);
        assert!(sample.chars().all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_uppercase()), "{sample}");
    }
}
