use rusqlite::Connection;

use super::bind::cause;
use super::locked;
use crate::queue::Queue;
use crate::store::Task;
use crate::tx::Tx;

/// Answers reads until the queue is closed and empty. Each sees one moment of the data, whatever the writer does meanwhile.
pub(super) fn run(conn: &Connection, reads: &Queue<Task>) {
    loop {
        let mut taken = reads.take(1);
        let Some(Task::Run(mut case)) = taken.pop() else { return };
        if let Err(error) = control(conn, "BEGIN") {
            case.answer(Some(locked(cause(error))));
            continue;
        }
        case.run(&mut Tx::sqlite(conn));
        // Nothing was changed, so there is nothing to keep. Some errors have ended the transaction already.
        if !conn.is_autocommit() {
            drop(control(conn, "ROLLBACK"));
        }
        case.answer(None);
    }
}

fn control(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.raw_execute().map(drop)
}
