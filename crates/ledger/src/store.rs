use waarborg_store::{Error, Row, Tx, Value, values};

use crate::leaf::Made;
use crate::receipt::Traced;

waarborg_store::statements! {
    /// Every statement of this room.
    pub(crate) STATEMENTS:
    INSERT_LEAF = "insert_leaf" per engine,
    FIND_POSITION = "find_position" per engine,
    LIST_TRACED = "list_traced",
}

/// How many tags one statement asks for.
const TAGS: usize = 32;

/// Puts a leaf at the end, or in the queue; the number it is found by.
pub(crate) fn insert_leaf(tx: &mut Tx<'_>, entry: &[u8], made: &Made) -> Result<i64, Error> {
    let tag = made.tag.as_ref().map(<[u8; 16]>::as_slice);
    tx.query_one(&INSERT_LEAF, &values![entry, tag, &made.body])?.get(0)
}

pub(crate) fn find_position(tx: &mut Tx<'_>, arrival: i64) -> Result<Option<u64>, Error> {
    tx.query_opt(&FIND_POSITION, &values![arrival])?.map(|row| whole(&row, 0)).transpose()
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

/// A column that holds a size or a position.
fn whole(row: &Row, column: usize) -> Result<u64, Error> {
    row.get::<Whole>(column).map(|Whole(number)| number)
}

struct Whole(u64);

impl waarborg_store::FromColumn<'_> for Whole {
    const WANTED: &'static str = "size or position";
    fn from_cell(cell: &waarborg_store::Cell) -> Option<Self> {
        i64::from_cell(cell)?.try_into().ok().map(Self)
    }
}
