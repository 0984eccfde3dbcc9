#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod error;
mod event;
mod keys;
mod record;
mod stored;
mod token;
mod vault;

pub mod condition;
pub mod erasure;
pub mod export;
pub mod history;
pub mod person;
pub mod purpose;
pub mod read;
pub mod rotation;

pub use error::Error;
pub use token::{Token, Who};
pub use vault::Vault;
