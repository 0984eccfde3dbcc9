use crate::aead::{VERSION, joined};
use crate::{Error, KeyId};

/// Where a sealed value stands. It opens there and nowhere else: all of it is associated data of the cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The row, in whatever bytes name it.
    pub row: &'a [u8],
    /// The field, as the protocol names it: `contact.email`.
    pub field: &'a str,
    /// Whom it is about.
    pub subject: &'a [u8; 16],
    /// Which version of the value.
    pub version: u32,
}

impl Place<'_> {
    /// What the cipher binds: version of the format, table, row, field, subject, key and version of the value.
    pub(crate) fn bound(&self, key: &KeyId) -> Vec<u8> {
        joined([
            &[VERSION],
            self.table.as_bytes(),
            self.row,
            self.field.as_bytes(),
            self.subject,
            key.as_bytes(),
            &self.version.to_be_bytes(),
        ])
    }

    /// What the key of this field is derived for.
    pub(crate) fn label(&self) -> Vec<u8> {
        joined([b"waarborg field key 1", self.table.as_bytes(), self.field.as_bytes()])
    }

    pub(crate) fn does_not_open(&self) -> Error {
        Error::DoesNotOpen { table: self.table.to_owned(), field: self.field.to_owned() }
    }
}
