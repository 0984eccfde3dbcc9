use waarborg_base::Timestamp;
use waarborg_store::{Cell, Error, FromColumn, Row, Tx, Value, values};
use waarborg_tlog::{Tile, TileId};

use crate::leaf::Made;
use crate::receipt::Traced;

waarborg_store::statements! {
    /// Every statement of this room.
    pub(crate) STATEMENTS:
    FIND_LAST = "find_last",
    INSERT_LEAF = "insert_leaf",
    INSERT_PENDING = "insert_pending",
    FIND_POSITION = "find_position" per engine,
    FIND_ENTRY = "find_entry",
    FIND_END = "find_end",
    LIST_TRACED = "list_traced",
    LIST_ENTRIES = "list_entries",
    LIST_LEAVES = "list_leaves",
    COUNT_PENDING = "count_pending",
    SKIP_ARRIVALS = "skip_arrivals" per engine,
    MOVE_PENDING = "move_pending" per engine,
    DELETE_MOVED = "delete_moved" per engine,
    FIND_TREE = "find_tree",
    CLAIM_TREE = "claim_tree" per engine,
    INSERT_TREE = "insert_tree",
    UPDATE_TREE = "update_tree",
    FIND_TILE = "find_tile",
    INSERT_TILE = "insert_tile",
    LIST_COSIGNATURES = "list_cosignatures",
    UPSERT_COSIGNATURE = "upsert_cosignature",
    DELETE_COSIGNATURES = "delete_cosignatures",
}

/// Before the first number there is.
pub(crate) const NONE_SKIPPED: i64 = -1;

/// How many tags one statement asks for.
const TAGS: usize = 32;

/// The tree as it was last signed.
#[derive(Clone, Debug)]
pub(crate) struct StoredTree {
    pub(crate) origin: String,
    pub(crate) size: u64,
    pub(crate) frontier: Vec<u8>,
    pub(crate) checkpoint: String,
}

/// A leaf as it is stored; `body` only of an open event.
pub(crate) struct StoredLeaf {
    pub(crate) position: u64,
    pub(crate) entry: Vec<u8>,
    pub(crate) body: Option<Vec<u8>>,
}

/// The newest checkpoint that a witness cosigned.
pub(crate) struct StoredCosignature {
    pub(crate) witness: String,
    pub(crate) size: u64,
    pub(crate) note: String,
    pub(crate) cosigned_at: Timestamp,
}

/// The place and the number of the last leaf, or what comes before the first.
pub(crate) struct Last {
    position: i64,
    arrival: i64,
}

/// The end that the one writer puts leaves behind; numbers go on behind `skipped`.
pub(crate) fn find_last(tx: &mut Tx<'_>, skipped: i64) -> Result<Last, Error> {
    let Some(row) = tx.query_opt(&FIND_LAST, &[])? else { return Ok(Last { position: -1, arrival: skipped }) };
    Ok(Last { position: row.get(0)?, arrival: row.get::<i64>(1)?.max(skipped) })
}

/// Puts a leaf behind the last, and is the last then; the number it is found by.
pub(crate) fn insert_leaf(tx: &mut Tx<'_>, last: &mut Last, entry: &[u8], made: &Made) -> Result<i64, Error> {
    *last = Last { position: last.position + 1, arrival: last.arrival + 1 };
    let tag = made.tag.as_ref().map(<[u8; 16]>::as_slice);
    tx.execute(&INSERT_LEAF, &values![last.position, last.arrival, entry, tag, &made.body])?;
    Ok(last.arrival)
}

/// Puts a leaf in the queue; the number it is found by.
pub(crate) fn insert_pending(tx: &mut Tx<'_>, entry: &[u8], made: &Made) -> Result<i64, Error> {
    let tag = made.tag.as_ref().map(<[u8; 16]>::as_slice);
    tx.query_one(&INSERT_PENDING, &values![entry, tag, &made.body])?.get(0)
}

pub(crate) fn find_position(tx: &mut Tx<'_>, arrival: i64) -> Result<Option<u64>, Error> {
    tx.query_opt(&FIND_POSITION, &values![arrival])?.map(|row| whole(&row, 0)).transpose()
}

pub(crate) fn find_entry(tx: &mut Tx<'_>, position: u64) -> Result<Option<Vec<u8>>, Error> {
    tx.query_opt(&FIND_ENTRY, &values![signed(position)])?.map(|row| row.get(0)).transpose()
}

/// One past the last leaf.
pub(crate) fn find_end(tx: &mut Tx<'_>) -> Result<u64, Error> {
    whole(&tx.query_one(&FIND_END, &[])?, 0)
}

/// The leaves with any of these tags, in no order.
pub(crate) fn list_traced(tx: &mut Tx<'_>, tags: &[[u8; 16]]) -> Result<Vec<Traced>, Error> {
    let mut found = Vec::new();
    for some in tags.chunks(TAGS) {
        let values: Vec<Value<'_>> = some.iter().cycle().take(TAGS).map(|tag| Value::from(tag.as_slice())).collect();
        for row in tx.query(&LIST_TRACED, &values)? {
            found.push(Traced { position: whole(&row, 0)?, entry: row.get(1)?, body: row.get(2)? });
        }
    }
    Ok(found)
}

/// Position and entry of the leaves from `from` to before `to`, in order.
pub(crate) fn list_entries(tx: &mut Tx<'_>, from: u64, to: u64) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    let rows = tx.query(&LIST_ENTRIES, &values![signed(from), signed(to)])?;
    rows.iter().map(|row| Ok((whole(row, 0)?, row.get(1)?))).collect()
}

/// So many leaves from `from` on, in order.
pub(crate) fn list_leaves(tx: &mut Tx<'_>, from: u64, limit: u32) -> Result<Vec<StoredLeaf>, Error> {
    let rows = tx.query(&LIST_LEAVES, &values![signed(from), limit])?;
    rows.iter().map(|row| Ok(StoredLeaf { position: whole(row, 0)?, entry: row.get(1)?, body: row.get(2)? })).collect()
}

pub(crate) fn count_pending(tx: &mut Tx<'_>) -> Result<u64, Error> {
    whole(&tx.query_one(&COUNT_PENDING, &[])?, 0)
}

/// Has new leaves numbered behind those that came from another engine; the number to go behind, where it is for the caller to say. Only
/// for whoever holds the tree.
pub(crate) fn skip_arrivals(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let last = tx.query_opt(&SKIP_ARRIVALS, &[])?.map(|row| row.get::<Option<i64>>(0)).transpose()?;
    Ok(last.flatten().unwrap_or(NONE_SKIPPED))
}

/// Gives the oldest of the queue the places from `from` on; how many.
pub(crate) fn move_pending(tx: &mut Tx<'_>, from: u64, limit: u32) -> Result<u64, Error> {
    let moved = tx.execute(&MOVE_PENDING, &values![signed(from), limit])?;
    if moved > 0 {
        tx.execute(&DELETE_MOVED, &values![signed(from)])?;
    }
    Ok(moved)
}

pub(crate) fn find_tree(tx: &mut Tx<'_>) -> Result<Option<StoredTree>, Error> {
    tx.query_opt(&FIND_TREE, &[])?.map(|row| tree(&row)).transpose()
}

/// The tree, for whoever is going to extend it; `None` when another is at it already.
pub(crate) fn claim_tree(tx: &mut Tx<'_>) -> Result<Option<StoredTree>, Error> {
    tx.query_opt(&CLAIM_TREE, &[])?.map(|row| tree(&row)).transpose()
}

pub(crate) fn insert_tree(tx: &mut Tx<'_>, tree: &StoredTree) -> Result<(), Error> {
    let values = values![&tree.origin, signed(tree.size), &tree.frontier, &tree.checkpoint];
    tx.execute(&INSERT_TREE, &values).map(drop)
}

/// Puts `tree` in place of one of `old_size`; false when that was not there any more.
pub(crate) fn update_tree(tx: &mut Tx<'_>, old_size: u64, tree: &StoredTree) -> Result<bool, Error> {
    let values = values![signed(old_size), signed(tree.size), &tree.frontier, &tree.checkpoint, &tree.origin];
    Ok(tx.execute(&UPDATE_TREE, &values)? == 1)
}

/// The hashes of a tile that is full.
pub(crate) fn find_tile(tx: &mut Tx<'_>, at: TileId) -> Result<Option<Vec<u8>>, Error> {
    tx.query_opt(&FIND_TILE, &values![i64::from(at.level), signed(at.number)])?.map(|row| row.get(0)).transpose()
}

pub(crate) fn insert_tile(tx: &mut Tx<'_>, tile: &Tile) -> Result<(), Error> {
    let at = tile.at;
    tx.execute(&INSERT_TILE, &values![i64::from(at.level), signed(at.number), tile.to_bytes()]).map(drop)
}

/// The newest that each witness cosigned, the largest tree first.
pub(crate) fn list_cosignatures(tx: &mut Tx<'_>) -> Result<Vec<StoredCosignature>, Error> {
    let cosignature = |row: &Row| {
        Ok(StoredCosignature {
            witness: row.get(0)?,
            size: whole(row, 1)?,
            note: row.get(2)?,
            cosigned_at: row.get(3)?,
        })
    };
    tx.query(&LIST_COSIGNATURES, &[])?.iter().map(cosignature).collect()
}

pub(crate) fn upsert_cosignature(tx: &mut Tx<'_>, cosignature: &StoredCosignature) -> Result<(), Error> {
    let StoredCosignature { witness, size, note, cosigned_at } = cosignature;
    tx.execute(&UPSERT_COSIGNATURE, &values![witness, signed(*size), note, *cosigned_at]).map(drop)
}

pub(crate) fn delete_cosignatures(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.execute(&DELETE_COSIGNATURES, &[]).map(drop)
}

fn tree(row: &Row) -> Result<StoredTree, Error> {
    Ok(StoredTree { origin: row.get(0)?, size: whole(row, 1)?, frontier: row.get(2)?, checkpoint: row.get(3)? })
}

/// A size or position as the engines keep it. A tree never grows beyond what fits.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A column that holds a size or a position.
fn whole(row: &Row, column: usize) -> Result<u64, Error> {
    row.get::<Whole>(column).map(|Whole(number)| number)
}

struct Whole(u64);

impl FromColumn<'_> for Whole {
    const WANTED: &'static str = "size or position";
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell)?.try_into().ok().map(Self)
    }
}
