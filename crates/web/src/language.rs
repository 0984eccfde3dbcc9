/// Holds the language somebody chose on the language page.
pub(crate) const COOKIE: &str = "__Host-lang";
