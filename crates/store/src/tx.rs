use crate::postgres::Session;
use crate::{Engine, Error, Row, Shape, Statement, Value, sqlite};

/// The transaction a use case runs in: all of it is stored, or nothing.
///
/// A statement that fails dooms the transaction on either engine: every later statement errs too, and a use case that
/// answers `Ok` regardless is still undone. What may lawfully collide says so in SQL (`ON CONFLICT`).
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what the use case did")]
pub struct Tx<'conn> {
    conn: Conn<'conn>,
    doom: Option<Doom>,
    /// An outbox job was added: the worker is told after the commit.
    pub(crate) enqueued: bool,
    /// The outcome is recorded under the idempotency key: after a lost answer to COMMIT, running again finds out.
    pub(crate) recorded: bool,
    /// There is work to do once per commit.
    pub(crate) commit_work: bool,
    /// The body is in an unknown state: it must not run again.
    pub(crate) panicked: bool,
}

enum Conn<'conn> {
    Sqlite(&'conn rusqlite::Connection),
    Postgres(&'conn mut Session),
}

/// Why a transaction cannot be kept, and what its thread has to do about it.
#[derive(Clone, Debug)]
pub(crate) struct Doom {
    pub(crate) error: Error,
    pub(crate) remedy: Remedy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Undo this use case; the connection is sound.
    Undo,
    /// Undo and run again: others changed the same rows.
    Retry,
    /// Undo and run again, waiting for each answer: one was taken for granted and came otherwise.
    Look,
    /// The link is lost: connect again, then run again.
    Reconnect,
    /// The disk failed: close the store.
    Stop,
}

impl Doom {
    pub(crate) fn undo(error: Error) -> Self {
        Self { error, remedy: Remedy::Undo }
    }

    /// Somebody else got there first.
    pub(crate) fn retry() -> Self {
        Self { error: Error::Contended, remedy: Remedy::Retry }
    }
}

impl<'conn> Tx<'conn> {
    pub(crate) fn sqlite(conn: &'conn rusqlite::Connection) -> Self {
        Self::new(Conn::Sqlite(conn))
    }

    pub(crate) fn postgres(session: &'conn mut Session) -> Self {
        Self::new(Conn::Postgres(session))
    }

    fn new(conn: Conn<'conn>) -> Self {
        Self { conn, doom: None, enqueued: false, recorded: false, commit_work: false, panicked: false }
    }

    /// Which engine this is, for a row that one of them adds in another way. Nothing else may depend on it.
    pub fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) fn doom(&self) -> Option<&Doom> {
        self.doom.as_ref()
    }

    /// Dooms the transaction from above, and gives the error back.
    pub(crate) fn fail(&mut self, doom: Doom) -> Error {
        let error = doom.error.clone();
        self.doom.get_or_insert(doom);
        error
    }

    /// Runs a statement that answers no rows; how many it changed.
    pub fn execute(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<u64, Error> {
        self.run(statement, values, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement, values),
            Conn::Postgres(session) => session.execute(statement, values),
        })
    }

    /// Runs a statement of which nobody needs the answer. On PostgreSQL it is sent with the next that is asked, so that it costs
    /// no journey of its own; if it fails, that one errs, or the commit.
    pub fn put(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<(), Error> {
        self.run(statement, values, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement, values).map(drop),
            Conn::Postgres(session) => session.put(statement, values),
        })
    }

    /// Runs a statement that changes one row, unless something out of the ordinary is the case; whether it did.
    ///
    /// On PostgreSQL it is sent as with [`Tx::put`], and the answer is taken to be yes. If it comes otherwise, all of it is undone and
    /// the use case runs again, and waits for the answer this time. So a no is never missed, and a yes costs no journey.
    pub fn put_one(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<bool, Error> {
        self.run(statement, values, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement, values).map(|changed| changed == 1),
            Conn::Postgres(session) => session.put_one(statement, values),
        })
    }

    /// [`Tx::put_one`] for a row that is new, unless something out of the ordinary is the case. The statement fails on PostgreSQL when
    /// it is not, so that it can even be sent with COMMIT; on SQLite it does nothing.
    pub(crate) fn put_new(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<bool, Error> {
        self.run(statement, values, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement, values).map(|changed| changed == 1),
            Conn::Postgres(session) => session.put_new(statement, values).map(|()| true),
        })
    }

    /// Whether the use case looks for what is usually not there before it begins. If not, it runs again when it was there.
    pub(crate) fn looks_first(&self) -> bool {
        match &self.conn {
            Conn::Sqlite(_) => true,
            Conn::Postgres(session) => session.is_careful(),
        }
    }

    /// Asks the same of several sets of values: the rows for each. One journey.
    pub fn query_each(&mut self, statement: &Statement, each: &[&[Value<'_>]]) -> Result<Vec<Vec<Row>>, Error> {
        let Some((last, others)) = each.split_last() else { return Ok(Vec::new()) };
        for values in others {
            if let Some(error) = refuse_nul(statement, values) {
                return Err(self.fail(Doom::undo(error)));
            }
        }
        self.run(statement, last, |conn| match conn {
            Conn::Sqlite(conn) => each.iter().map(|values| sqlite::query(conn, statement, values)).collect(),
            Conn::Postgres(session) => session.query_each(statement, each),
        })
    }

    /// Undoes everything and runs the use case again, because others got in between. The error to give back.
    pub fn contended(&mut self) -> Error {
        self.fail(Doom::retry())
    }

    /// Every row of the answer.
    pub fn query(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Error> {
        self.run(statement, values, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::query(conn, statement, values),
            Conn::Postgres(session) => session.query(statement, values),
        })
    }

    /// The row, or none. Errs when there are several.
    pub fn query_opt(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<Option<Row>, Error> {
        let mut rows = self.query(statement, values)?;
        if rows.len() > 1 {
            return Err(Error::RowCount { statement: statement.name(), found: rows.len() });
        }
        Ok(rows.pop())
    }

    /// The one row. Errs when there is none, or several.
    pub fn query_one(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<Row, Error> {
        self.query_opt(statement, values)?.ok_or(Error::RowCount { statement: statement.name(), found: 0 })
    }

    /// Asks for the work that is done once per commit ([`AtCommit`](crate::AtCommit)). It is done if this use case is kept; on
    /// PostgreSQL never, since nobody there sees more than one use case of a commit.
    pub fn wants_commit_work(&mut self) {
        self.commit_work = true;
    }

    /// Has the engine read a statement without running it. A test calls this for every statement of every room.
    pub fn prepare(&mut self, statement: &Statement) -> Result<Shape, Error> {
        self.run(statement, &[], |conn| match conn {
            Conn::Sqlite(conn) => sqlite::prepare(conn, statement),
            Conn::Postgres(session) => session.prepare(statement),
        })
    }

    fn run<T>(
        &mut self,
        statement: &Statement,
        values: &[Value<'_>],
        run: impl FnOnce(&mut Conn<'conn>) -> Result<T, Doom>,
    ) -> Result<T, Error> {
        if let Some(doom) = &self.doom {
            return Err(doom.error.clone());
        }
        let ran = match refuse_nul(statement, values) {
            Some(error) => Err(Doom::undo(error)),
            None => run(&mut self.conn),
        };
        ran.map_err(|doom| self.fail(doom))
    }
}

/// PostgreSQL cannot hold NUL in text, so neither engine may.
fn refuse_nul(statement: &Statement, values: &[Value<'_>]) -> Option<Error> {
    let place = values.iter().position(|value| matches!(value, Value::Text(text) if text.contains('\0')))?;
    let why = "text must not contain the character NUL".to_owned();
    Some(Error::Parameter { statement: statement.name(), parameter: place + 1, why })
}
