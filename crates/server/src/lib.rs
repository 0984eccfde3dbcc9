#![doc = include_str!("../README.md")]

mod api;
mod app;
pub mod backup;
mod claim;
mod connection;
mod console;
mod health;
pub mod keys;
pub mod log;
mod metrics;
pub mod opening;
pub mod outside;
mod private;
mod process;
pub mod rotation;
mod server;
pub mod settings;
mod site;
pub mod witness;

pub use api::Interface;
pub use app::App;
pub use claim::{Claim, Offer, make_data_folder};
pub use connection::Patience;
pub use health::Check;
pub use private::Unsafe;
pub use process::keep_memory_private;
pub use server::{At, Error, Server, stop_signal};
pub use settings::{Settings, SettingsError};
pub use site::{Guarded, Site};

use waarborg_web::Catalogue;

/// The words of the claim page.
static WORDS: Catalogue =
    Catalogue::new(include_str!("../locales/nl/server.ftl"), include_str!("../locales/en/server.ftl"));

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_is_there_in_every_language_and_is_used() {
        let findings = waarborg_web::testing::findings(&super::WORDS, env!("CARGO_MANIFEST_DIR"), &[]);
        assert_eq!(findings, Vec::<String>::new());
    }
}
