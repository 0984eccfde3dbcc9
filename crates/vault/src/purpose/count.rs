use waarborg_store::{Tx, Value};

use super::store;
use crate::Error;

/// The most purposes that are counted over at once.
const MOST: usize = 16;

/// How many people stand under any of these purposes, without opening anybody's record. `None` when there are too many purposes to count
/// over at once (more than 16).
pub fn count_people(tx: &mut Tx<'_>, purposes: &[String]) -> Result<Option<u64>, Error> {
    let Some(first) = purposes.first() else { return Ok(Some(0)) };
    if purposes.len() > MOST {
        return Ok(None);
    }
    let padded = purposes.iter().chain(std::iter::repeat(first)).take(MOST);
    let values: Vec<Value> = padded.map(|purpose| purpose.as_str().into()).collect();
    Ok(u64::try_from(store::count_people(tx, &values)?).ok())
}
