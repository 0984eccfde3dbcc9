//! The attributes of `GDPRbench` that are policy, as a protocol has them: written once, referred to by each person.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Result, ensure};
use waarborg_protocol::{Loaded, load};

use super::mix::{DECISIONS, OBJECTIONS, PURPOSES, TENS};

/// Slots for the records of one person: those of the start, and those that are created.
const SLOTS: u64 = 24;

/// A protocol, and by which change each part of it became as it is.
#[derive(Default)]
pub(super) struct Policy {
    /// How many versions there were before.
    changes: u64,
    purposes: BTreeMap<u64, u64>,
    shares: BTreeMap<u64, u64>,
}

impl Policy {
    /// The recipients of a purpose are others from now on: the metadata of all its records.
    pub(super) fn change_purpose(&mut self, purpose: u64) -> Result<Loaded> {
        self.changes += 1;
        self.purposes.insert(purpose, self.changes);
        self.loaded()
    }

    /// What a recipient may do with what is shared with it is something else from now on.
    pub(super) fn change_share(&mut self, share: u64) -> Result<Loaded> {
        self.changes += 1;
        self.shares.insert(share, self.changes);
        self.loaded()
    }

    pub(super) fn loaded(&self) -> Result<Loaded> {
        let loaded = load(&vec![("protocol.toml".to_owned(), self.text()?)], "protocol.toml");
        let wrong = loaded.findings.iter().map(|finding| finding.message.as_str()).take(3).collect::<Vec<_>>();
        ensure!(loaded.protocol.is_some(), "the protocol of the benchmark runs: {wrong:?}");
        Ok(loaded)
    }

    fn text(&self) -> Result<String> {
        let mut text = String::from(
            "waarborg = 1\n[controller]\nname = 'Bench'\ntime_zone = 'Europe/Amsterdam'\nlanguages = ['en']\n\n[category.record]\nname = 'Records'\n\
             source = 'data-subject'\nfield.usr = { name = 'User', kind = 'cookie-id' }\n",
        );
        for slot in 0..SLOTS {
            writeln!(text, "field.d{slot} = {{ name = 'Data', kind = 'text' }}")?;
        }
        for share in 0..TENS {
            let changed = self.shares.get(&share).unwrap_or(&0);
            writeln!(
                text,
                "[recipient.shr{share}]\nname = 'Recipient'\nrole = 'processor'\ncountry = 'NL'\nlocation = 'Place {changed}'"
            )?;
        }
        for purpose in 0..PURPOSES {
            let changed = self.purposes.get(&purpose).unwrap_or(&0);
            let share = (purpose + changed) % TENS;
            writeln!(text, "{}recipients = ['shr{share}']", used_for("pur", purpose))?;
            writeln!(text, "description = 'Changed by version {changed}'")?;
        }
        let others = [("obj", OBJECTIONS), ("decs", DECISIONS), ("shr", TENS), ("cat", TENS)];
        for (kind, many) in others {
            (0..many).for_each(|number| text.push_str(&used_for(kind, number)));
        }
        Ok(text)
    }
}

fn used_for(kind: &str, number: u64) -> String {
    format!(
        "[purpose.{kind}{number}]\nname = '{kind}{number}'\ndata = ['record']\nbasis = {{ kind = 'contract', contract = 'Ours' }}\n"
    )
}
