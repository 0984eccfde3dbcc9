use std::fmt;

use zeroize::Zeroize;

/// A value about a person. Prints `[personal data]`, has no `Display`, and is wiped when dropped.
///
/// [`Personal::reveal`] is the one way in, so `grep reveal` lists every place that looks.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal<T: Zeroize>(T);

impl<T: Zeroize> Personal<T> {
    /// Wraps a value about a person.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Say at the call why it is needed.
    pub fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal data]")
    }
}

impl<T: Zeroize> Drop for Personal<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_never_holds_the_value() {
        let name = Personal::new(String::from("Anna de Vries"));
        assert_eq!(format!("{name:?} {:?}", Some(&name)), "[personal data] Some([personal data])");
        assert_eq!(name.reveal(), "Anna de Vries");
    }
}
