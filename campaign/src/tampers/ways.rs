use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use waarborg_base::Digest;
use waarborg_ledger::verify::{Finding, Report};
use waarborg_store::values;

use super::hand::{Hand, signed};
use crate::draw::Draw;

/// What a verifier has to say.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// Nothing is wrong.
    Nothing,
    /// This very leaf is named first.
    At(u64),
    /// This leaf is within what is named first: its stored hashes were changed with it.
    Within(u64),
    /// It is named as what it is: the checkpoint, a column beside it, or a hash in that column.
    Row,
}

impl Expected {
    /// Errs with what the report lacks.
    pub(super) fn judge(self, report: &Report) -> Result<(), String> {
        let Some(first) = report.findings.first() else {
            return match self {
                Self::Nothing => Ok(()),
                _ => Err(format!("nothing was found, {self:?} was expected")),
            };
        };
        let right = match self {
            Self::Nothing => false,
            Self::At(position) => first.position() == Some(position),
            Self::Within(position) => match first {
                Finding::Rewritten { from, to } => (*from..*to).contains(&position),
                Finding::SplitView { size, from } => *from <= position && position < *size,
                other => other.position() == Some(position),
            },
            Self::Row => matches!(
                first,
                Finding::CheckpointAltered { .. } | Finding::RowAltered { .. } | Finding::TileAltered { .. }
            ),
        };
        if right { Ok(()) } else { Err(format!("{self:?} was expected")) }
    }
}

macro_rules! ways {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        /// How somebody tampers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Way { $($(#[$meta])* $name,)+ }

        impl Way {
            pub(super) const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

ways! {
    /// Another entry.
    Entry,
    /// Another entry, with a record that fits it.
    EntryAndBody,
    /// Another record of an open event.
    Body,
    /// No record of an open event.
    NoBody,
    /// A leaf taken away.
    Gap,
    /// The same, and those behind it closed up.
    Remove,
    /// Several in a row taken away, and closed up.
    RemoveMany,
    /// A leaf put in.
    Insert,
    /// A leaf put in a second time.
    InsertAgain,
    /// A leaf put at the end.
    Append,
    /// Two leaves changed round.
    Swap,
    /// A leaf moved elsewhere.
    Move,
    /// The end cut off.
    Cut,
    /// The end cut off, and the hashes made to fit.
    CutWithHashes,
    /// An older state put back.
    RollBack,
    /// A hash in a tile.
    Tile,
    /// A tile taken away.
    NoTile,
    /// The right edge.
    Edge,
    /// The size.
    Size,
    /// A letter of the checkpoint.
    Checkpoint,
    /// The row of the tree taken away.
    NoTree,
    /// A leaf and all hashes over it.
    LeafAndHashes,
    /// The same, signed with the stolen key.
    SplitView,
    /// The same, and the log went on since.
    SplitViewGoneOn,
}

impl Way {
    #[expect(clippy::too_many_lines, reason = "one arm for each way, and nothing in between")]
    pub(super) fn apply(self, hand: &mut Hand<'_, '_>, draw: &mut Draw) -> Result<Expected> {
        let size = hand.size();
        let at = draw.below(size);
        match self {
            Self::Entry => {
                let mut entry = hand.entry(at);
                let byte = draw.index(entry.len());
                entry[byte] ^= 1 << draw.below(8);
                hand.set(at, entry)?;
                Ok(Expected::At(at))
            }
            Self::EntryAndBody => {
                let at = *draw.pick(&hand.original.open);
                let (entry, body) = forged(draw);
                hand.sql("UPDATE ledger_leaf SET body = $2 WHERE position = $1", &values![signed(at), body])?;
                hand.set(at, entry)?;
                Ok(Expected::At(at))
            }
            Self::Body => {
                let at = *draw.pick(&hand.original.open);
                let (_, body) = forged(draw);
                hand.sql("UPDATE ledger_leaf SET body = $2 WHERE position = $1", &values![signed(at), body])?;
                Ok(Expected::At(at))
            }
            Self::NoBody => {
                let at = *draw.pick(&hand.original.open);
                hand.sql("UPDATE ledger_leaf SET body = NULL WHERE position = $1", &values![signed(at)])?;
                Ok(Expected::At(at))
            }
            Self::Gap => {
                hand.leave_gap(at)?;
                Ok(Expected::At(at))
            }
            Self::Remove => {
                hand.remove(at)?;
                Ok(Expected::At(at))
            }
            Self::RemoveMany => {
                for _ in 0..=draw.below((size - at).min(20)) {
                    hand.remove(at)?;
                }
                Ok(Expected::At(at))
            }
            Self::Insert => {
                hand.insert(at, forged(draw).0)?;
                Ok(Expected::At(at))
            }
            Self::InsertAgain => {
                let again = hand.entry(draw.below(size));
                hand.insert(at, again)?;
                Ok(Expected::At(hand.first_difference()))
            }
            Self::Append => {
                hand.insert(size, forged(draw).0)?;
                Ok(Expected::At(size))
            }
            Self::Swap => {
                let other = draw.below(size);
                let (one_entry, other_entry) = (hand.entry(at), hand.entry(other));
                hand.set(at, other_entry)?;
                hand.set(other, one_entry)?;
                Ok(unless_same(hand, size, Expected::At))
            }
            Self::Move => {
                let entry = hand.entry(at);
                hand.remove(at)?;
                let to = draw.below(size);
                hand.insert(to, entry)?;
                Ok(unless_same(hand, size, Expected::At))
            }
            Self::Cut => {
                hand.cut(at)?;
                Ok(Expected::At(at))
            }
            Self::CutWithHashes => {
                hand.cut(at)?;
                hand.hashes()?;
                Ok(Expected::At(at))
            }
            Self::RollBack if hand.original.earlier.is_empty() => Self::Cut.apply(hand, draw),
            Self::RollBack => {
                let to = draw.pick(&hand.original.earlier).clone();
                hand.roll_back(&to)?;
                Ok(Expected::At(to.size))
            }
            Self::Tile | Self::NoTile if size < 256 => Self::Entry.apply(hand, draw),
            Self::Tile => {
                let number = signed(draw.below(size / 256));
                let find = "SELECT hashes FROM ledger_tile WHERE level = 0 AND number = $1";
                let mut hashes = hand.bytes(find, &values![number])?;
                let byte = draw.index(hashes.len());
                hashes[byte] ^= 1 << draw.below(8);
                let update = "UPDATE ledger_tile SET hashes = $2 WHERE level = 0 AND number = $1";
                hand.sql(update, &values![number, hashes])?;
                Ok(Expected::At(number.unsigned_abs() * 256 + byte as u64 / 32))
            }
            Self::NoTile => {
                let number = draw.below(size / 256);
                hand.sql("DELETE FROM ledger_tile WHERE level = 0 AND number = $1", &values![signed(number)])?;
                Ok(Expected::At(number * 256))
            }
            Self::Edge => {
                let mut edge = hand.bytes("SELECT frontier FROM ledger_tree", &[])?;
                let byte = draw.index(edge.len());
                edge[byte] ^= 1 << draw.below(8);
                hand.sql("UPDATE ledger_tree SET frontier = $1", &values![edge])?;
                Ok(Expected::Row)
            }
            Self::Size => {
                let other = size + 1 + draw.below(5);
                hand.sql("UPDATE ledger_tree SET size = $1", &values![signed(other)])?;
                Ok(Expected::Row)
            }
            Self::Checkpoint => {
                let mut letters: Vec<char> = hand.text("SELECT checkpoint FROM ledger_tree")?.chars().collect();
                let letter = draw.index(letters.len());
                letters[letter] = if letters[letter] == 'A' { 'B' } else { 'A' };
                let text: String = letters.into_iter().collect();
                hand.sql("UPDATE ledger_tree SET checkpoint = $1", &values![text])?;
                Ok(Expected::Row)
            }
            Self::NoTree => {
                hand.sql("DELETE FROM ledger_tree", &[])?;
                Ok(Expected::Row)
            }
            Self::LeafAndHashes => {
                hand.set(at, forged(draw).0)?;
                hand.hashes()?;
                Ok(Expected::Within(at))
            }
            Self::SplitView => {
                hand.set(at, forged(draw).0)?;
                hand.sign()?;
                Ok(Expected::Within(at))
            }
            Self::SplitViewGoneOn => {
                hand.set(at, forged(draw).0)?;
                for _ in 0..=draw.below(20) {
                    hand.insert(hand.size(), forged(draw).0)?;
                }
                hand.sign()?;
                Ok(Expected::Within(at))
            }
        }
    }
}

/// A change that came to nothing, because both places were one, is no tamper.
fn unless_same(hand: &Hand<'_, '_>, size: u64, expected: fn(u64) -> Expected) -> Expected {
    let first = hand.first_difference();
    if first == size { Expected::Nothing } else { expected(first) }
}

/// An entry with the body that it commits to.
fn forged(draw: &mut Draw) -> (Vec<u8>, Vec<u8>) {
    let mut body = draw.bytes::<32>().to_vec();
    body.extend(br#"{"event":"forged","v":1}"#);
    let commitment = Digest::of(&body);
    let commitment = URL_SAFE_NO_PAD.encode(commitment.as_bytes());
    (format!(r#"{{"c":"{commitment}","t":"2026-11-22T11:00:00Z","v":1}}"#).into_bytes(), body)
}
