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

pub mod client;
pub mod condition;
pub mod erasure;
pub mod export;
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

use waarborg_web::Catalogue;

/// The words of this room.
pub static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/vault.ftl"), include_str!("../locales/en/vault.ftl"));
