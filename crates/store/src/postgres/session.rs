use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::{Client, Config};

use super::connect::connect_within;
use super::journey::{Answer, Contents, Granted, Parcel, travel};
use crate::row::Cell;
use crate::tx::{Doom, Remedy};
use crate::use_case::{Isolation, Mode};
use crate::{Engine, Error, Row, Shape, Statement, Value};

/// One connection, with the statements it has prepared, and those that wait for the next journey.
///
/// A journey to the server and back costs more than most statements, so BEGIN, and whatever nobody needs the answer of, leaves
/// together with the next statement that is asked, or with COMMIT.
pub(crate) struct Session {
    client: Client,
    runtime: Runtime,
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
    waiting: Vec<Parcel<'static>>,
    /// Whether something of the transaction has left.
    under_way: bool,
    /// Whether each answer is waited for.
    careful: bool,
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
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::Open {
            why: "the system gives a connection no means to wait; is the limit on open files too low?".to_owned(),
            source: Some(Arc::new(error)),
        })?;
        let client = connect_within(&runtime, config)?;
        let (prepared, waiting) = (HashMap::new(), Vec::new());
        Ok(Self { client, runtime, prepared, waiting, under_way: false, careful: false })
    }

    /// Begins a transaction. `careful`: nothing is taken for granted in it.
    pub(super) fn begin(&mut self, mode: Mode, careful: bool) {
        let sql = match mode {
            Mode::Read => "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY",
            Mode::Write(Isolation::Serializable) => "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
            Mode::Write(Isolation::Snapshot) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE",
            Mode::Write(Isolation::ReadCommitted) => "BEGIN READ WRITE",
        };
        self.careful = careful;
        self.under_way = false;
        self.waiting = vec![Parcel { name: "BEGIN", contents: Contents::Command(sql) }];
    }

    pub(super) fn commit(&mut self) -> Committed {
        if self.takes_for_granted()
            && let Err(doom) = self.journey(Vec::new())
        {
            return Committed::No(doom);
        }
        if !self.under_way && self.waiting.len() <= 1 {
            self.waiting.clear();
            return Committed::Yes;
        }
        let mut parcels = std::mem::take(&mut self.waiting);
        parcels.push(Parcel { name: "COMMIT", contents: Contents::Command("COMMIT") });
        self.under_way = false;
        for (parcel, answer) in parcels.iter().zip(self.runtime.block_on(travel(&self.client, &parcels))) {
            let Err(error) = answer else { continue };
            // FATAL and PANIC can come after the commit record was written; ERROR cannot. What failed before COMMIT made it a ROLLBACK.
            let refused = error.as_db_error().and_then(tokio_postgres::error::DbError::parsed_severity);
            let unsure = error.code() == Some(&SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN);
            if refused == Some(Severity::Error) && !unsure {
                return Committed::No(self.failed(parcel, error));
            }
            return Committed::Unknown;
        }
        Committed::Yes
    }

    /// Whether the connection is still of use after undoing.
    pub(super) fn rollback(&mut self) -> bool {
        self.waiting.clear();
        !std::mem::take(&mut self.under_way) || self.runtime.block_on(self.client.batch_execute("ROLLBACK")).is_ok()
    }

    /// Whether something waits of which the answer was taken for granted.
    pub(super) fn takes_for_granted(&self) -> bool {
        self.waiting.iter().any(|parcel| matches!(parcel.contents, Contents::Change { granted: Granted::One, .. }))
    }

    pub(crate) fn execute(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<u64, Doom> {
        let parcel = self.change(statement, borrowed(values), Granted::Nothing)?;
        match self.journey(vec![parcel])?.pop() {
            Some(Answer::Changed(count)) => Ok(count),
            _ => Ok(0),
        }
    }

    pub(crate) fn query(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Doom> {
        Ok(self.query_each(statement, &[values])?.pop().unwrap_or_default())
    }

    pub(crate) fn query_each(&mut self, statement: &Statement, each: &[&[Value<'_>]]) -> Result<Vec<Vec<Row>>, Doom> {
        let parcels = each.iter().map(|values| {
            let (prepared, values) = (self.bound(statement, values)?, borrowed(values));
            Ok(Parcel { name: statement.name(), contents: Contents::Ask { prepared, values } })
        });
        let parcels = parcels.collect::<Result<_, Doom>>()?;
        let answers = self.journey(parcels)?;
        let rows = answers.into_iter().map(|answer| match answer {
            Answer::Rows(rows) => rows.iter().map(|row| decode(statement, row)).collect(),
            Answer::Done | Answer::Changed(_) => Ok(Vec::new()),
        });
        rows.collect()
    }

    pub(crate) fn put(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<(), Doom> {
        let parcel = self.change(statement, owned(values), Granted::Nothing)?;
        self.waiting.push(parcel);
        Ok(())
    }

    pub(crate) fn put_one(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<bool, Doom> {
        if self.careful {
            return Ok(self.execute(statement, values)? == 1);
        }
        let parcel = self.change(statement, owned(values), Granted::One)?;
        self.waiting.push(parcel);
        Ok(true)
    }

    pub(crate) fn put_new(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<(), Doom> {
        let parcel = self.change(statement, owned(values), Granted::New)?;
        self.waiting.push(parcel);
        Ok(())
    }

    pub(crate) fn is_careful(&self) -> bool {
        self.careful
    }

    pub(crate) fn prepare(&mut self, statement: &Statement) -> Result<Shape, Doom> {
        let prepared = self.cached(statement)?;
        Ok(Shape { parameters: prepared.params().len(), columns: prepared.columns().len() })
    }

    fn change<'v>(
        &mut self,
        statement: &Statement,
        values: Vec<Value<'v>>,
        granted: Granted,
    ) -> Result<Parcel<'v>, Doom> {
        let prepared = self.bound(statement, &values)?;
        Ok(Parcel { name: statement.name(), contents: Contents::Change { prepared, values, granted } })
    }

    /// Sends what waits, and then `asked`; the answers to what is asked. The first failure counts: those after it follow from it.
    fn journey<'v>(&mut self, asked: Vec<Parcel<'v>>) -> Result<Vec<Answer>, Doom> {
        let mut parcels: Vec<Parcel<'v>> = std::mem::take(&mut self.waiting);
        let put = parcels.len();
        parcels.extend(asked);
        self.under_way = true;
        let answers = self.runtime.block_on(travel(&self.client, &parcels));
        let mut heard = Vec::with_capacity(answers.len() - put);
        for (place, (parcel, answer)) in parcels.iter().zip(answers).enumerate() {
            let answer = answer.map_err(|error| self.failed(parcel, error))?;
            let one = matches!(parcel.contents, Contents::Change { granted: Granted::One, .. });
            if one && !matches!(answer, Answer::Changed(1)) {
                return Err(Doom { error: Error::Contended, remedy: Remedy::Look });
            }
            if place >= put {
                heard.push(answer);
            }
        }
        Ok(heard)
    }

    /// What a failure means when something was taken for granted. Where that is over, somebody else got there first.
    fn failed(&self, parcel: &Parcel<'_>, error: tokio_postgres::Error) -> Doom {
        let new = matches!(parcel.contents, Contents::Change { granted: Granted::New, .. });
        if new && error.code() == Some(&SqlState::UNIQUE_VIOLATION) {
            let remedy = if self.careful { Remedy::Retry } else { Remedy::Look };
            return Doom { error: Error::Contended, remedy };
        }
        self.doom(parcel.name, error)
    }

    fn bound(&mut self, statement: &Statement, values: &[Value<'_>]) -> Result<tokio_postgres::Statement, Doom> {
        let prepared = self.cached(statement)?;
        let parameter = prepared.params().len().max(values.len());
        if prepared.params().len() != values.len() {
            let why = format!("{} values are bound", values.len());
            return Err(Doom::undo(Error::Parameter { statement: statement.name(), parameter, why }));
        }
        Ok(prepared)
    }

    fn cached(&mut self, statement: &Statement) -> Result<tokio_postgres::Statement, Doom> {
        let sql = statement.sql(Engine::Postgres);
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let prepared = self.runtime.block_on(self.client.prepare(sql));
        let prepared = prepared.map_err(|error| self.doom(statement.name(), error))?;
        self.prepared.insert(sql, prepared.clone());
        Ok(prepared)
    }

    /// What an error means for its transaction and for the connection.
    fn doom(&self, statement: &'static str, error: tokio_postgres::Error) -> Doom {
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

fn unsound(statement: &'static str, remedy: Remedy, error: tokio_postgres::Error) -> Error {
    match remedy {
        Remedy::Retry | Remedy::Look => Error::Contended,
        Remedy::Reconnect => {
            Error::Unavailable { why: "the link to PostgreSQL was lost", source: Some(Arc::new(error)) }
        }
        Remedy::Undo | Remedy::Stop => Error::Statement { statement, source: Arc::new(error) },
    }
}

fn borrowed<'v>(values: &'v [Value<'v>]) -> Vec<Value<'v>> {
    values.iter().map(Value::borrowed).collect()
}

fn owned(values: &[Value<'_>]) -> Vec<Value<'static>> {
    values.iter().cloned().map(Value::into_owned).collect()
}

fn decode(statement: &Statement, row: &tokio_postgres::Row) -> Result<Row, Doom> {
    let cell = |column| {
        row.try_get::<_, Cell>(column).map_err(|_| {
            let (wanted, found) = ("bigint, text or bytea (CAST it in the statement)", "another type");
            Doom::undo(Error::Column { statement: statement.name(), column, wanted, found })
        })
    };
    let cells: Result<_, _> = (0..row.len()).map(cell).collect();
    Ok(Row::new(statement, cells?))
}
