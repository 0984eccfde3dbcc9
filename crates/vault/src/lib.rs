#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod door;
mod error;
mod event;
mod keys;
mod openapi;
mod record;
mod stored;
mod token;
mod vault;

pub mod bulk;
pub mod client;
pub mod condition;
pub mod erasure;
pub mod export;
pub mod file;
pub mod history;
pub mod http;
pub mod person;
pub mod purpose;
pub mod read;
pub mod rotation;
pub mod rules;
pub mod value;

pub use error::Error;
pub use token::{Token, Who};
pub use vault::Vault;

use waarborg_store::Statement;
use waarborg_web::Catalogue;

/// Every statement of this room, for the test that prepares them on both engines.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    [
        bulk::STATEMENTS,
        client::STATEMENTS,
        file::STATEMENTS,
        condition::store::STATEMENTS,
        erasure::store::STATEMENTS,
        export::store::STATEMENTS,
        person::store::STATEMENTS,
        purpose::store::STATEMENTS,
        read::store::STATEMENTS,
        rotation::store::STATEMENTS,
    ]
    .into_iter()
    .flatten()
}

/// The words of this room.
pub static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/vault.ftl"), include_str!("../locales/en/vault.ftl"));

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_is_there_in_every_language_and_is_used() {
        let findings = waarborg_web::testing::findings(&super::WORDS, env!("CARGO_MANIFEST_DIR"), &[]);
        assert_eq!(findings, Vec::<String>::new());
    }
}
