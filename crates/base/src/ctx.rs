use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::{Entropy, NotAnId, SeededEntropy, Timestamp, from_hex};

/// Who acts. Ids and roles only: an actor is written to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A visitor of a public page, not signed in.
    Visitor,
    /// The person at the command line of the machine.
    Operator,
    /// The server itself: worker, start, stop.
    System,
    /// A program that calls the interface, by the name it was added under.
    Client(Arc<str>),
}

impl Actor {
    /// The word stored and logged.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Operator => "operator",
            Self::System => "system",
            Self::Client(_) => "client",
        }
    }

    /// Who exactly, as the ledger records it: the name of a client, else the word for the role.
    pub fn name(&self) -> &str {
        match self {
            Self::Client(name) => name,
            Self::Visitor | Self::Operator | Self::System => self.as_str(),
        }
    }
}

/// Names one intended change: the same key twice has one effect. 128 bits, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey([u8; 16]);

impl IdempotencyKey {
    /// From the bytes a caller sent or the entropy gave.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes, as stored.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// From 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }
}

impl FromStr for IdempotencyKey {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::parse(text).ok_or(NotAnId)
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What one request, command or job knows: one `now`, the entropy, who acts, and the key under which a repeat is recognised.
pub struct Ctx {
    /// The moment of this request. Nothing below the edges asks a clock.
    pub now: Timestamp,
    /// Who acts.
    pub actor: Actor,
    /// Recognises a repeat of the same change.
    pub key: IdempotencyKey,
    entropy: Box<dyn Entropy>,
    tape: Option<Tape>,
}

/// What was drawn since recording began, so that it can be drawn again.
#[derive(Default)]
struct Tape {
    drawn: Zeroizing<Vec<u8>>,
    at: usize,
}

impl Ctx {
    /// A context for one request; draws an idempotency key of its own, see [`Ctx::with_key`].
    pub fn new(now: Timestamp, actor: Actor, mut entropy: Box<dyn Entropy>) -> Self {
        let mut key = [0; 16];
        entropy.fill(&mut key);
        Self { now, actor, key: IdempotencyKey(key), entropy, tape: None }
    }

    /// The same context under the key that the caller sent.
    pub fn with_key(mut self, key: IdempotencyKey) -> Self {
        self.key = key;
        self
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        let Some(tape) = &mut self.tape else {
            self.entropy.fill(&mut bytes);
            return bytes;
        };
        let replayed = N.min(tape.drawn.len() - tape.at);
        bytes[..replayed].copy_from_slice(&tape.drawn[tape.at..tape.at + replayed]);
        self.entropy.fill(&mut bytes[replayed..]);
        tape.drawn.extend_from_slice(&bytes[replayed..]);
        tape.at += N;
        bytes
    }

    /// Takes the context back to where the first call of `rewind` found it: the same bytes come again, in the same order.
    ///
    /// The store calls it before each try of a use case, so a transaction that has to run twice makes the same ids twice.
    /// What was drawn is held in memory until the context is dropped, and then wiped.
    pub fn rewind(&mut self) {
        self.tape.get_or_insert_default().at = 0;
    }

    /// A context that repeats itself: noon on 22 November 2026, entropy from `seed`.
    pub fn for_test(seed: u64) -> Self {
        let noon = Timestamp::from_micros(1_795_345_200_000_000).expect("a date in 2026");
        Self::new(noon, Actor::System, Box::new(SeededEntropy::new(seed)))
    }
}

impl fmt::Debug for Ctx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ctx")
            .field("now", &self.now)
            .field("actor", &self.actor)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewound_context_draws_the_same_bytes_and_then_goes_on() {
        let mut straight = Ctx::for_test(1);
        let (first, second) = (straight.bytes::<16>(), straight.bytes::<40>());

        let mut again = Ctx::for_test(1);
        again.rewind();
        assert_eq!(again.bytes::<16>(), first);
        again.rewind();
        assert_eq!(again.bytes::<16>(), first);
        assert_eq!(again.bytes::<40>(), second);
        again.rewind();
        let whole = again.bytes::<56>();
        assert_eq!((&whole[..16], &whole[16..]), (&first[..], &second[..]), "cut differently, the bytes are the same");
    }
}
