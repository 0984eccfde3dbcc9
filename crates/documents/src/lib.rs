//! The documents that follow from a protocol.

mod country;
pub mod document;
mod edition;
mod law;
mod period;
#[cfg(test)]
mod sample;
mod standing;
mod statement;
pub mod text;

use waarborg_web::Catalogue;

pub use standing::Standing;
pub use statement::checklist::{ChecklistItem, statement_covers};
pub use statement::statement;

/// The words of this room.
pub static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/documents.ftl"), include_str!("../locales/en/documents.ftl"));

#[cfg(test)]
mod tests {
    use super::*;

    /// Beginnings of keys that are put together from a word of the language.
    const COMPOSED: &[&str] = &["month-", "period-", "part-", "short-", "basis-", "right-"];

    #[test]
    fn every_phrase_is_there_in_every_language_and_is_used() {
        assert_eq!(waarborg_web::testing::findings(&WORDS, env!("CARGO_MANIFEST_DIR"), COMPOSED), Vec::<String>::new());
    }
}
