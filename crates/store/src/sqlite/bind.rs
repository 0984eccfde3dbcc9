use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::doom;
use crate::row::Cell;
use crate::tx::Doom;
use crate::{Engine, Error, Row, Shape, Statement, Value};

pub(crate) fn execute(conn: &Connection, statement: &Statement, values: &[Value<'_>]) -> Result<u64, Doom> {
    let mut prepared = bound(conn, statement, values)?;
    let changed = prepared.raw_execute().map_err(|error| doom(statement.name(), error))?;
    Ok(changed as u64)
}

pub(crate) fn query(conn: &Connection, statement: &Statement, values: &[Value<'_>]) -> Result<Vec<Row>, Doom> {
    let mut prepared = bound(conn, statement, values)?;
    let columns = prepared.column_count();
    let mut found = Vec::new();
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(|error| doom(statement.name(), error))? {
        let cells: Result<_, _> = (0..columns).map(|column| cell(row, column, statement)).collect();
        found.push(Row::new(statement, cells?));
    }
    Ok(found)
}

pub(crate) fn prepare(conn: &Connection, statement: &Statement) -> Result<Shape, Doom> {
    let prepared = cached(conn, statement)?;
    Ok(Shape { parameters: prepared.parameter_count(), columns: prepared.column_count() })
}

fn cached<'c>(conn: &'c Connection, statement: &Statement) -> Result<CachedStatement<'c>, Doom> {
    conn.prepare_cached(statement.sql(Engine::Sqlite)).map_err(|error| doom(statement.name(), error))
}

/// Binds by name. SQLite numbers `$2` by its first appearance, so binding by place would silently swap values.
fn bound<'c>(conn: &'c Connection, statement: &Statement, values: &[Value<'_>]) -> Result<CachedStatement<'c>, Doom> {
    let mut prepared = cached(conn, statement)?;
    let parameters = prepared.parameter_count();
    if parameters != values.len() {
        return Err(wrong(statement, parameters.max(values.len()), &format!("{} values are bound", values.len())));
    }
    for place in 1..=parameters {
        let number = prepared.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let Some(value) = number.and_then(|number| values.get(number.checked_sub(1)?)) else {
            return Err(wrong(statement, place, "parameters are $1, $2, … without a gap"));
        };
        prepared.raw_bind_parameter(place, value).map_err(|error| doom(statement.name(), error))?;
    }
    Ok(prepared)
}

fn wrong(statement: &Statement, parameter: usize, why: &str) -> Doom {
    Doom::undo(Error::Parameter { statement: statement.name(), parameter, why: why.to_owned() })
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

fn cell(row: &rusqlite::Row<'_>, column: usize, statement: &Statement) -> Result<Cell, Doom> {
    let wrong = |found| {
        let wanted = "text, integer, bytes or null";
        Doom::undo(Error::Column { statement: statement.name(), column, wanted, found })
    };
    match row.get_ref(column).map_err(|error| doom(statement.name(), error))? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(value) => Ok(Cell::Int(value)),
        ValueRef::Text(value) => std::str::from_utf8(value)
            .map(|text| Cell::Text(text.to_owned()))
            .map_err(|_| wrong("text that is not UTF-8")),
        ValueRef::Blob(value) => Ok(Cell::Bytes(value.to_vec())),
        ValueRef::Real(_) => Err(wrong("a floating-point number")),
    }
}

/// The values of a row, borrowed from it.
pub(super) fn values_of<'r>(row: &'r rusqlite::Row<'_>, columns: usize) -> Result<Vec<Value<'r>>, Error> {
    let name = "rows of a dump";
    let wrong =
        |column, found| Error::Column { statement: name, column, wanted: "text, integer, bytes or null", found };
    let value = |column| match row.get_ref(column).map_err(|error| doom(name, error).error)? {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(value) => Ok(Value::Int(value)),
        ValueRef::Text(value) => {
            std::str::from_utf8(value).map(Value::from).map_err(|_| wrong(column, "text that is not UTF-8"))
        }
        ValueRef::Blob(value) => Ok(Value::from(value)),
        ValueRef::Real(_) => Err(wrong(column, "a floating-point number")),
    };
    (0..columns).map(value).collect()
}

/// An error outside any statement of a room: opening, BEGIN, savepoints.
pub(super) fn cause(error: rusqlite::Error) -> Arc<rusqlite::Error> {
    Arc::new(error)
}
