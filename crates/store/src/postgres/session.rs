use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use postgres::error::{Severity, SqlState};
use postgres::types::ToSql;
use postgres::{Client, Config};

use super::connect::connect;
use crate::row::Cell;
use crate::tx::{Doom, Remedy};
use crate::use_case::Mode;
use crate::{Engine, Error, Row, Shape, Statement, Value};

/// One connection with the statements it has prepared.
pub(crate) struct Session {
    client: Client,
    prepared: HashMap<&'static str, postgres::Statement>,
}

/// How COMMIT ended.
pub(super) enum Committed {
    Yes,
    /// The server said that it did not, and why.
    No(Doom),
    /// The link broke before the answer came.
    Unknown,
}

impl Session {
    pub(super) fn open(config: &Config) -> Result<Self, Error> {
        Ok(Self::over(connect(config)?))
    }

    pub(super) fn over(client: Client) -> Self {
        Self { client, prepared: HashMap::new() }
    }

    pub(super) fn begin(&mut self, mode: Mode) -> Result<(), Doom> {
        let sql = match mode {
            Mode::Write => "BEGIN",
            Mode::Read => "BEGIN READ ONLY",
            Mode::Claim => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        self.client.batch_execute(sql).map_err(|error| self.doom("BEGIN", error))
    }

    pub(super) fn commit(&mut self) -> Committed {
        let Err(error) = self.client.batch_execute("COMMIT") else { return Committed::Yes };
        // FATAL and PANIC can come after the commit record was written; ERROR cannot.
        let refused = error.as_db_error().and_then(postgres::error::DbError::parsed_severity) == Some(Severity::Error);
        let unsure = error.code() == Some(&SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN);
        if refused && !unsure { Committed::No(self.doom("COMMIT", error)) } else { Committed::Unknown }
    }

    /// Whether the connection is still of use after undoing.
    pub(super) fn rollback(&mut self) -> bool {
        self.client.batch_execute("ROLLBACK").is_ok()
    }

    pub(crate) fn execute(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<u64, Doom> {
        let prepared = self.bound(statement, values)?;
        self.client.execute(&prepared, &parameters(values)).map_err(|error| self.doom(statement.name(), error))
    }

    pub(crate) fn query(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Doom> {
        let prepared = self.bound(statement, values)?;
        let rows = self.client.query(&prepared, &parameters(values));
        let rows = rows.map_err(|error| self.doom(statement.name(), error))?;
        rows.iter().map(|row| decode(statement, row)).collect()
    }

    pub(crate) fn prepare(&mut self, statement: &Statement) -> Result<Shape, Doom> {
        let prepared = self.cached(statement)?;
        Ok(Shape { parameters: prepared.params().len(), columns: prepared.columns().len() })
    }

    fn bound(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<postgres::Statement, Doom> {
        let prepared = self.cached(statement)?;
        let parameter = prepared.params().len().max(values.len());
        if prepared.params().len() != values.len() {
            let why = format!("{} values are bound", values.len());
            return Err(Doom::undo(Error::Parameter { statement: statement.name(), parameter, why }));
        }
        Ok(prepared)
    }

    fn cached(&mut self, statement: &Statement) -> Result<postgres::Statement, Doom> {
        let sql = statement.sql(Engine::Postgres);
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(sql).map_err(|error| self.doom(statement.name(), error))?;
        self.prepared.insert(sql, prepared.clone());
        Ok(prepared)
    }

    /// What an error means for its transaction and for the connection.
    fn doom(&self, statement: &'static str, error: postgres::Error) -> Doom {
        let Some(said) = error.as_db_error() else {
            let by_system = std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<io::Error>);
            let remedy = if by_system || error.is_closed() || self.client.is_closed() {
                Remedy::Reconnect
            } else {
                Remedy::Undo
            };
            return Doom { error: unsound(statement, remedy, error), remedy };
        };
        let remedy = match *said.code() {
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Remedy::Retry,
            // Another node has migrated the schema under a prepared statement: a new connection prepares it anew.
            SqlState::FEATURE_NOT_SUPPORTED if said.routine() == Some("RevalidateCachedQuery") => Remedy::Reconnect,
            _ if said.parsed_severity() != Some(Severity::Error) => Remedy::Reconnect,
            _ => Remedy::Undo,
        };
        let error = match said.code() {
            _ if remedy != Remedy::Undo => unsound(statement, remedy, error),
            &SqlState::DISK_FULL => Error::DiskFull,
            code if code.code().starts_with("23") => Error::Constraint { statement, source: Arc::new(error) },
            _ => Error::Statement { statement, source: Arc::new(error) },
        };
        Doom { error, remedy }
    }
}

fn unsound(statement: &'static str, remedy: Remedy, error: postgres::Error) -> Error {
    match remedy {
        Remedy::Retry => Error::Contended,
        Remedy::Reconnect => {
            Error::Unavailable { why: "the link to PostgreSQL was lost", source: Some(Arc::new(error)) }
        }
        Remedy::Undo | Remedy::Stop => Error::Statement { statement, source: Arc::new(error) },
    }
}

fn parameters<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn decode(statement: &Statement, row: &postgres::Row) -> Result<Row, Doom> {
    let cell = |column| {
        row.try_get::<_, Cell>(column).map_err(|_| {
            let (wanted, found) = ("bigint, text or bytea (CAST it in the statement)", "another type");
            Doom::undo(Error::Column { statement: statement.name(), column, wanted, found })
        })
    };
    let cells: Result<_, _> = (0..row.len()).map(cell).collect();
    Ok(Row::new(statement, cells?))
}
