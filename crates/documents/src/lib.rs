#![doc = include_str!("../README.md")]

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
#[cfg(test)]
mod tests;
pub mod text;
pub mod version;
mod versions;

use waarborg_web::Catalogue;

pub use compare::comparison;
pub use cookies::cookie_statement;
pub use error::Error;
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
