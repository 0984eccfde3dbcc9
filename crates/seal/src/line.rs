//! Secrets as a line that a person can print, read out and type in: a word that says what it is, `name=value` words, and a check.

use std::fmt::Write as _;

use waarborg_base::Digest;
use zeroize::Zeroizing;

use crate::LineFault;

const CHECK: &str = "check";

/// Writes a line with its check.
pub(crate) fn write(what: &str, words: &[(&str, &str)]) -> Zeroizing<String> {
    let room = words.iter().map(|(name, value)| name.len() + value.len() + 2).sum::<usize>();
    // Reserved at once: a string that grows leaves copies of itself behind.
    let mut line = Zeroizing::new(String::with_capacity(what.len() + room + 32));
    line.push_str(what);
    for (name, value) in words {
        line.extend([" ", name, "=", value]);
    }
    let check = check(&line);
    line.extend([" ", CHECK, "=", &check, "\n"]);
    line
}

/// A line whose check is right.
pub(crate) struct Line(Zeroizing<String>);

impl Line {
    /// Reads a line in any letter case and with any white space between its words.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, LineFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| LineFault::Check)?;
        let mut line = Zeroizing::new(String::with_capacity(text.len() + 1));
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line.make_ascii_lowercase();
        let (before, given) = line.rsplit_once(" check=").ok_or(LineFault::Word { word: CHECK })?;
        if !waarborg_base::same_bytes(check(before).as_bytes(), given.as_bytes()) {
            return Err(LineFault::Check);
        }
        let length = before.len();
        line.truncate(length);
        Ok(Self(line))
    }

    pub(crate) fn is(&self, what: &str) -> bool {
        self.0.split(' ').next() == Some(what)
    }

    /// The values of exactly these words, in this order.
    pub(crate) fn expect<const N: usize>(
        &self,
        what: &'static str,
        names: [&'static str; N],
    ) -> Result<[&str; N], LineFault> {
        if !self.is(what) {
            return Err(LineFault::NotThis { word: what });
        }
        let mut words = self.0.split(' ').skip(1);
        let mut values = [""; N];
        for (value, name) in values.iter_mut().zip(names) {
            let word = words.next().and_then(|word| word.strip_prefix(name)?.strip_prefix('='));
            *value = word.ok_or(LineFault::Word { word: name })?;
        }
        if words.next().is_some() { Err(LineFault::Word { word: CHECK }) } else { Ok(values) }
    }
}

/// 32 bits of SHA-256: finds every slip of the finger but one in four thousand million. It is no protection against intent.
fn check(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string()[..8].to_owned()
}

/// Bytes as hexadecimal digits, in memory that is wiped.
pub(crate) fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes all");
    }
    text
}

pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    waarborg_base::from_hex(text).map(Zeroizing::new)
}
