use rusqlite::Connection;

use super::locked;
use crate::queue::Queue;
use crate::store::Task;
use crate::tx::Tx;
use crate::{Error, sqlite::bind::cause};

/// Answers reads until the queue is closed and empty. Each sees one moment of the data, whatever the writer does meanwhile.
pub(super) fn run(conn: &Connection, reads: &Queue<Task>) {
    loop {
        let mut taken = reads.take(1);
        let Some(Task::Run(mut case)) = taken.pop() else { return };
        if let Err(error) = conn.execute_batch("BEGIN") {
            case.answer(Some(locked(cause(error))));
            continue;
        }
        case.run(&mut Tx::sqlite(conn));
        // Nothing was changed, so there is nothing to keep.
        let ended = conn.execute_batch("ROLLBACK");
        let overruled = ended
            .err()
            .map(|error| Error::Unavailable { why: "the read could not be ended", source: Some(cause(error)) });
        case.answer(overruled);
    }
}
