use std::fmt;

use waarborg_base::{Personal, id};

id!(
    /// What an application keeps instead of personal data: 16 random bytes that say nothing, written as 32 hexadecimal digits.
    pub struct Token;
);

/// Whom a call is about.
#[derive(Clone)]
pub enum Who {
    /// Whoever has this token.
    Token(Token),
    /// Whoever has this value in a field that the vault can look up.
    Identifier {
        /// The field, such as `contact.email`.
        field: String,
        /// The value, as JSON, in any spelling of the same identifier.
        value: Personal<String>,
    },
}

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => write!(f, "Token({token})"),
            Self::Identifier { field, .. } => write!(f, "Identifier({field})"),
        }
    }
}
