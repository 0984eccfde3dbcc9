//! Tests of the room as a whole: every page of every sample in every language.

mod checklist;
mod files;
mod pages;
mod snapshots;
mod words;

use waarborg_base::{Digest, Timestamp};
use waarborg_protocol::Loaded;
use waarborg_web::{Frame, Shell};

use crate::published::{Published, Release};
use crate::standing::Standing;

/// Version 1, in force since the second day of 2026.
fn standing() -> Standing {
    let from = Timestamp::from_micros(1_767_312_000_000_000).expect("in 2026");
    Standing { number: 1, digest: Digest::of(b"text"), from, until: None }
}

fn published(loaded: Loaded) -> Published {
    let organisation = loaded.protocol.as_ref().expect("valid").controller.name.value.clone();
    let frame = Frame { organisation, public_url: "https://privacy.example".into(), demo: false, foot: Vec::new() };
    let published = Published::new(Shell::new(frame));
    published.publish(Release::new(loaded, standing(), Vec::new()).expect("valid"));
    published
}
