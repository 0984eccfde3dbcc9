//! Which version a document belongs to, and whether that version is in force.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use waarborg_base::{Digest, Timestamp};

use crate::edition::Edition;

/// Where a version stands among all versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number, from 1: part of its permanent address.
    pub number: i64,
    /// The digest of its full text.
    pub digest: Digest,
    /// Since when it is in force.
    pub from: Timestamp,
    /// Until when it was; `None` while it is.
    pub until: Option<Timestamp>,
}

impl Standing {
    /// Whether it is the version in force.
    pub fn in_force(&self) -> bool {
        self.until.is_none()
    }

    pub(crate) fn until_words(&self, edition: Edition<'_>) -> String {
        let from = day(edition, self.from);
        let until = self.until.map(|until| day(edition, until)).unwrap_or_default();
        edition.with("version-old", &[("from", from.into()), ("until", until.into())])
    }
}

/// The day of a moment in words, in the controller's time zone.
pub(crate) fn day(edition: Edition<'_>, moment: Timestamp) -> String {
    edition.date(date(edition, moment))
}

/// The day of a moment, in the controller's time zone.
pub(crate) fn date(edition: Edition<'_>, moment: Timestamp) -> Date {
    let zone = TimeZone::get(edition.protocol.controller.time_zone.as_str()).unwrap_or(TimeZone::UTC);
    moment.to_jiff().to_zoned(zone).date()
}
