use std::collections::BTreeMap;

use waarborg_base::Digest;
use waarborg_tlog::{Checkpoint, Edge, Frontier, TILE_WIDTH, Tile, empty_root, leaf_hash};

use super::locate::locate;
use super::log::Log;
use super::{Finding, Recovery, Report, Verifier};
use crate::store::StoredLeaf;
use crate::{Error, OUTSIDE_LOST, RECOVERED, committed, open_record};

/// A stored tile that does not hold what the leaves under it give.
pub(super) struct Differs {
    pub(super) tile: Tile,
    /// The first hash that differs.
    pub(super) place: usize,
}

impl Differs {
    /// The leaves under that hash.
    pub(super) fn leaves(&self) -> std::ops::Range<u64> {
        let span = (TILE_WIDTH as u64).saturating_pow(self.tile.at.level.into());
        let first = (self.tile.at.number * TILE_WIDTH as u64 + self.place as u64).saturating_mul(span);
        first..first.saturating_add(span)
    }
}

/// What one pass over the leaves gives.
pub(super) struct Walk {
    pub(super) edge: Edge,
    /// The first stored tile of each level that does not hold what the leaves under it give.
    pub(super) differs: BTreeMap<u8, Differs>,
    /// The first place without a leaf, when there are leaves behind it.
    pub(super) gap: Option<u64>,
    /// The edge at the signed size.
    pub(super) signed: Option<Frontier>,
    roots: BTreeMap<u64, Digest>,
    recoveries: Vec<Recovery>,
    unwatched: Vec<u64>,
    records: Vec<u64>,
}

/// How many bad records are named.
const NAMED: usize = 100;

pub(super) fn verify(verifier: &Verifier, log: &mut dyn Log) -> Result<Report, Error> {
    let signed = match log.checkpoint() {
        Some(note) => verifier.open("of the log", note).map_err(|error| problem(&error)),
        None => Err("there is none".to_owned()),
    };
    let size = signed.as_ref().map_or(0, |signed| signed.size);
    let walk = Walk::all(log, size, verifier.known.iter().map(|known| known.size))?;
    let mut findings = Vec::new();
    match &signed {
        Ok(signed) => {
            findings.extend(against_signature(log, &walk, signed, verifier)?);
            if findings.is_empty() {
                findings.extend(beside(log, signed, &walk));
                findings.extend(against_known(&walk, signed, verifier));
            }
        }
        Err(problem) => findings.push(Finding::CheckpointAltered { problem: problem.clone() }),
    }
    if signed.is_err() {
        let farthest = verifier.known.iter().filter(|known| walk.roots.get(&known.size) != Some(&known.root));
        findings.extend(farthest.map(|known| Finding::Rewritten { from: walk.good_until(verifier), to: known.size }));
    }
    findings.extend(walk.records.iter().map(|&position| Finding::RecordAltered { position }));
    Ok(Report {
        leaves: walk.edge.size(),
        root: walk.edge.root(),
        good_until: walk.good_until(verifier),
        recoveries: walk.recoveries,
        unwatched: walk.unwatched,
        findings,
    })
}

impl Walk {
    fn all(log: &mut dyn Log, size: u64, known: impl Iterator<Item = u64>) -> Result<Self, Error> {
        let mut wanted: Vec<u64> = known.collect();
        wanted.sort_unstable_by(|one, other| other.cmp(one));
        let mut walk = Self {
            edge: Edge::new(),
            differs: BTreeMap::new(),
            gap: None,
            signed: (size == 0).then(Frontier::new),
            roots: BTreeMap::from([(0, empty_root())]),
            recoveries: Vec::new(),
            unwatched: Vec::new(),
            records: Vec::new(),
        };
        'all: loop {
            let leaves = log.leaves(walk.edge.size())?;
            if leaves.is_empty() {
                break;
            }
            for leaf in leaves {
                if leaf.position != walk.edge.size() {
                    walk.gap = Some(walk.edge.size());
                    break 'all;
                }
                walk.record(&leaf);
                for tile in walk.edge.push(leaf_hash(&leaf.entry))? {
                    walk.compare(log, tile, size)?;
                }
                let reached = walk.edge.size();
                if reached == size {
                    walk.signed = Some(walk.edge.frontier().clone());
                }
                while wanted.last().is_some_and(|next| *next <= reached) {
                    wanted.pop();
                    walk.roots.insert(reached, walk.edge.root());
                }
            }
        }
        for tile in walk.edge.partial().collect::<Vec<_>>() {
            walk.compare(log, tile, size)?;
        }
        Ok(walk)
    }

    /// Compares as many hashes as both have. That there are fewer leaves or more than were signed is found elsewhere.
    fn compare(&mut self, log: &mut dyn Log, tile: Tile, size: u64) -> Result<(), Error> {
        let level = tile.at.level;
        if self.differs.contains_key(&level) || tile.at.width(size) == 0 {
            return Ok(());
        }
        let Some(stored) = log.tile(tile.at, size)? else {
            // Of a tile that lacks leaves, it tells nothing more than that they are missing.
            if log.keeps(tile.at.width(size)) && tile.hashes.len() == tile.at.width(size) {
                self.differs.insert(level, Differs { tile, place: 0 });
            }
            return Ok(());
        };
        let both = tile.hashes.len().min(tile.at.width(size));
        let place = (0..both).find(|&place| stored.get(place) != Some(&tile.hashes[place]));
        if let Some(place) = place {
            self.differs.insert(level, Differs { tile, place });
        }
        Ok(())
    }

    /// The record of an open event is what its leaf commits to; and may tell of a loss.
    fn record(&mut self, leaf: &StoredLeaf) {
        let Some(body) = &leaf.body else { return };
        if committed(&leaf.entry) != Some(Digest::of(body)) {
            if self.records.len() < NAMED {
                self.records.push(leaf.position);
            }
            return;
        }
        let Some(record) = open_record(body) else { return };
        if record["event"] == OUTSIDE_LOST {
            self.unwatched.push(leaf.position);
        }
        if record["event"] != RECOVERED {
            return;
        }
        let (lost_size, lost_root) = (record["outside"]["size"].as_u64(), record["outside"]["root"].as_str());
        if let (Some(lost_size), Some(lost_root)) = (lost_size, lost_root.and_then(|root| root.parse().ok())) {
            self.recoveries.push(Recovery { position: leaf.position, lost_size, lost_root });
        }
    }

    /// The largest known checkpoint that the log extends.
    pub(super) fn good_until(&self, verifier: &Verifier) -> u64 {
        let good = verifier.known.iter().filter(|known| self.roots.get(&known.size) == Some(&known.root));
        good.map(|known| known.size).max().unwrap_or(0)
    }
}

/// Whether the leaves are those that the log signed.
fn against_signature(
    log: &mut dyn Log,
    walk: &Walk,
    signed: &Checkpoint,
    verifier: &Verifier,
) -> Result<Vec<Finding>, Error> {
    let whole = walk.signed.as_ref().is_some_and(|frontier| frontier.root() == signed.root);
    if !whole || walk.gap.is_some_and(|gap| gap < signed.size) {
        return Ok(vec![locate(log, walk, signed, walk.good_until(verifier))?]);
    }
    let mut findings: Vec<_> = walk.differs.values().map(tile_altered).collect();
    if walk.gap.is_some() || walk.edge.size() > signed.size {
        findings.push(Finding::Unsigned { position: signed.size });
    }
    Ok(findings)
}

fn tile_altered(differs: &Differs) -> Finding {
    let Differs { tile, .. } = differs;
    Finding::TileAltered { path: tile.at.path(tile.hashes.len()).to_string(), position: differs.leaves().start }
}

/// Whether the columns beside the checkpoint say the same.
fn beside(log: &dyn Log, signed: &Checkpoint, walk: &Walk) -> Option<Finding> {
    let (size, frontier) = log.beside()?;
    if size != signed.size {
        return Some(Finding::RowAltered { what: "the size in ledger_tree" });
    }
    (frontier != walk.signed).then_some(Finding::RowAltered { what: "the right edge in ledger_tree" })
}

/// Whether the log extends what is known of it. A recovery explains what was lost by it.
fn against_known(walk: &Walk, signed: &Checkpoint, verifier: &Verifier) -> Vec<Finding> {
    let explained = |known: &Checkpoint| {
        walk.recoveries.iter().any(|recovery| (recovery.lost_size, recovery.lost_root) == (known.size, known.root))
    };
    let bad = verifier.known.iter().filter(|known| walk.roots.get(&known.size) != Some(&known.root));
    let from = walk.good_until(verifier);
    bad.filter(|known| !explained(known))
        .map(|known| {
            if known.size > signed.size {
                Finding::RolledBack { stored: signed.size, known: known.size }
            } else {
                Finding::SplitView { size: known.size, from }
            }
        })
        .collect()
}

fn problem(error: &Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}
