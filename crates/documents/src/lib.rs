//! The documents that follow from a protocol.

mod compare;
mod cookies;
mod country;
pub mod document;
mod edition;
mod error;
mod findings;
pub mod flow;
mod http;
mod law;
mod period;
mod published;
mod recipients;
pub mod register;
mod retention;
#[cfg(test)]
mod sample;
mod standing;
mod statement;
pub mod text;
pub mod version;
mod versions;

use waarborg_web::Catalogue;

pub use error::Error;
pub use compare::comparison;
pub use cookies::cookie_statement;
pub use findings::findings_page;
pub use http::{Documents, routes};
pub use published::{Entry, Published, Release};
pub use recipients::recipient_list;
pub use retention::retention_table;
pub use standing::Standing;
pub use statement::checklist::{ChecklistItem, statement_covers};
pub use statement::{statement, statement_title};
pub use versions::versions_page;

/// Every statement of this room, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static waarborg_store::Statement> {
    version::STATEMENTS.iter()
}

/// The words of this room.
pub static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/documents.ftl"), include_str!("../locales/en/documents.ftl"));

#[cfg(test)]
mod tests {
    use super::*;

    /// Beginnings of keys that are put together from a word of the language.
    const COMPOSED: &[&str] = &[
        "access-", "announced-", "basis-", "breach-authority-", "breach-subjects-", "certificate-", "channel-", "column-",
        "contact-role-", "cookie-category-", "cookies-withdraw-", "disclosure-", "event-", "exception-", "file-", "id-part-",
        "identity-", "impact-", "message-", "missing-register-", "month-", "part-", "period-", "portability-", "provision-",
        "register-controller-", "register-processor-", "retention-action-", "retention-then-", "right-", "role-", "service-",
        "sheet-", "short-", "source-", "special-", "storage-", "transfer-",
    ];

    #[test]
    fn every_phrase_is_there_in_every_language_and_is_used() {
        assert_eq!(waarborg_web::testing::findings(&WORDS, env!("CARGO_MANIFEST_DIR"), COMPOSED), Vec::<String>::new());
    }
}
