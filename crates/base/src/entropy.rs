use std::fmt;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use zeroize::{Zeroize, Zeroizing};

use crate::Digest;

/// Where random bytes come from.
pub trait Entropy: Send {
    /// Fills `bytes` with random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// How many bytes are asked of the system at once: what a use case draws in all, in one question instead of ten.
const AT_ONCE: usize = 256;

/// The operating system's random bytes. The process stops if the system has none to give.
pub struct OsEntropy {
    source: SystemRandom,
    /// Asked for and not given yet: what is behind `given`. What was given is wiped.
    ahead: Zeroizing<[u8; AT_ONCE]>,
    given: usize,
}

impl OsEntropy {
    /// Opens the source.
    pub fn new() -> Self {
        Self { source: SystemRandom::new(), ahead: Zeroizing::new([0; AT_ONCE]), given: AT_ONCE }
    }
}

impl Default for OsEntropy {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the bytes.
impl fmt::Debug for OsEntropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsEntropy").finish_non_exhaustive()
    }
}

impl Entropy for OsEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        let ask = |bytes: &mut [u8]| {
            self.source.fill(bytes).expect("without random bytes no key and no id can be made: the process must stop");
        };
        if bytes.len() > AT_ONCE {
            return ask(bytes);
        }
        if bytes.len() > AT_ONCE - self.given {
            ask(&mut *self.ahead);
            self.given = 0;
        }
        let ahead = &mut self.ahead[self.given..self.given + bytes.len()];
        bytes.copy_from_slice(ahead);
        ahead.zeroize();
        self.given += bytes.len();
    }
}

/// Repeatable bytes from a seed: SHA-256 of the seed and a counter. For tests and the demo; never for keys that matter.
#[derive(Debug, Clone)]
pub struct SeededEntropy {
    seed: u64,
    block: u64,
    left: Vec<u8>,
}

impl SeededEntropy {
    /// The stream of bytes that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, block: 0, left: Vec::new() }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.left.is_empty() {
                let block = [self.seed.to_be_bytes(), self.block.to_be_bytes()].concat();
                self.left = Digest::of(&block).as_bytes().to_vec();
                self.block += 1;
            }
            *byte = self.left.pop().expect("refilled above");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(entropy: &mut impl Entropy) -> [u8; 40] {
        let mut bytes = [0; 40];
        entropy.fill(&mut bytes);
        bytes
    }

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        assert_eq!(take(&mut SeededEntropy::new(7)), take(&mut SeededEntropy::new(7)));
        assert_ne!(take(&mut SeededEntropy::new(7)), take(&mut SeededEntropy::new(8)));
        assert_ne!(take(&mut OsEntropy::new()), take(&mut OsEntropy::new()));
    }

    #[test]
    fn the_system_gives_no_bytes_twice() {
        let mut system = OsEntropy::new();
        let drawn: std::collections::HashSet<[u8; 40]> = (0..64).map(|_| take(&mut system)).collect();
        assert_eq!(drawn.len(), 64);
        let mut longer_than_at_once = [0; AT_ONCE + 1];
        system.fill(&mut longer_than_at_once);
        assert!(longer_than_at_once.chunks_exact(16).all(|part| part != [0; 16]));
    }
}
