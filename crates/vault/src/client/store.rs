use std::collections::HashMap;

use waarborg_base::Timestamp;
use waarborg_store::{Error, Row, Tx, Value, values};

use super::{Client, ClientId, Operation, Operations};

waarborg_store::statements! {
    /// Statements about API clients.
    pub(crate) STATEMENTS:
    INSERT_CLIENT = "client/insert_client",
    INSERT_CLIENT_OPERATION = "client/insert_client_operation",
    INSERT_CLIENT_PURPOSE = "client/insert_client_purpose",
    LIST_CLIENTS = "client/list_clients",
    LIST_CLIENT_OPERATIONS = "client/list_client_operations",
    LIST_CLIENT_PURPOSES = "client/list_client_purposes",
    UPDATE_CLIENT_DISABLED = "client/update_client_disabled",
}

/// Whether it was added: not when the name is taken.
pub(super) fn insert_client(tx: &mut Tx<'_>, client: &Client) -> Result<bool, Error> {
    let id = Value::text(client.id);
    let row = values![id.clone(), &*client.name, Value::text(client.secret), client.calls_per_minute, client.added_at];
    if tx.execute(&INSERT_CLIENT, &row)? == 0 {
        return Ok(false);
    }
    for operation in client.operations.iter() {
        tx.execute(&INSERT_CLIENT_OPERATION, &values![id.clone(), operation.as_str()])?;
    }
    for purpose in &client.purposes {
        tx.execute(&INSERT_CLIENT_PURPOSE, &values![id.clone(), purpose])?;
    }
    Ok(true)
}

pub(super) fn list_clients(tx: &mut Tx<'_>) -> Result<Vec<Client>, Error> {
    let mut clients = tx.query(&LIST_CLIENTS, &[])?.iter().map(client).collect::<Result<Vec<_>, _>>()?;
    let mut purposes: HashMap<ClientId, Vec<String>> = HashMap::new();
    for row in tx.query(&LIST_CLIENT_PURPOSES, &[])? {
        purposes.entry(row.parse(0)?).or_default().push(row.get(1)?);
    }
    let mut operations: HashMap<ClientId, Vec<Operation>> = HashMap::new();
    for row in tx.query(&LIST_CLIENT_OPERATIONS, &[])? {
        operations.entry(row.parse(0)?).or_default().push(row.parse(1)?);
    }
    for client in &mut clients {
        client.purposes = purposes.remove(&client.id).unwrap_or_default().into_iter().collect();
        client.operations = operations.remove(&client.id).unwrap_or_default().into_iter().collect();
    }
    Ok(clients)
}

pub(super) fn update_disabled(tx: &mut Tx<'_>, name: &str, at: Timestamp) -> Result<Option<ClientId>, Error> {
    tx.query_opt(&UPDATE_CLIENT_DISABLED, &values![name, at])?.map(|row| row.parse(0)).transpose()
}

fn client(row: &Row) -> Result<Client, Error> {
    Ok(Client {
        id: row.parse(0)?,
        name: row.get::<&str>(1)?.into(),
        secret: row.parse(2)?,
        operations: Operations::default(),
        purposes: std::collections::BTreeSet::new(),
        calls_per_minute: row.get(3)?,
        added_at: row.get(4)?,
        disabled_at: row.get(5)?,
    })
}
