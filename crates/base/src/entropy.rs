use aws_lc_rs::rand::{SecureRandom, SystemRandom};

use crate::Digest;

/// Where random bytes come from.
pub trait Entropy: Send {
    /// Fills `bytes` with random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The operating system's random bytes. The process stops if the system has none to give.
#[derive(Debug)]
pub struct OsEntropy(SystemRandom);

impl OsEntropy {
    /// Opens the source.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for OsEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for OsEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes).expect("without random bytes no key and no id can be made: the process must stop");
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
}
