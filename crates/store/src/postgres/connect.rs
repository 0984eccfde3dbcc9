use std::sync::Arc;
use std::time::Duration;

use postgres::{Client, NoTls};
use tokio::runtime::Runtime;
use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

use crate::Error;

/// How long connecting may take, and how long a link may stay silent before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every connection sets, whatever the server's defaults are: an answer to COMMIT means durable.
const SESSION: &str = "
    SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;
    SET timezone = 'UTC';
    SET idle_in_transaction_session_timeout = '60s';
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SELECT set_config('client_connection_check_interval', '1s', false)
     WHERE EXISTS (SELECT 1 FROM pg_settings WHERE name = 'client_connection_check_interval')";

/// What a connection for use cases sets besides: it writes in a transaction that says so, and nowhere else. Statements are sent
/// together with the BEGIN before them, and must not stand on their own if that fails. And a statement is planned once: all of them find
/// their rows by an index whatever the values are, and planning one costs more than running it.
const USE_CASES: &str = "
    SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY;
    SET plan_cache_mode = force_generic_plan";

/// Opens a connection to a server that takes writes, for what is done one step after the other.
pub(super) fn connect(config: &Config) -> Result<Client, Error> {
    let mut client = postgres::Config::from(patient(config)).connect(NoTls).map_err(refused)?;
    client.batch_execute(SESSION).map_err(refused)?;
    Ok(client)
}

/// Opens a connection for use cases: what is sent over it goes out and comes in while `runtime` is at work.
pub(super) fn connect_within(runtime: &Runtime, config: &Config) -> Result<tokio_postgres::Client, Error> {
    runtime.block_on(async {
        let (client, connection) = patient(config).connect(NoTls).await.map_err(refused)?;
        // Ends with the connection; the client hears of errors itself.
        drop(runtime.spawn(connection));
        client.batch_execute(SESSION).await.map_err(refused)?;
        client.batch_execute(USE_CASES).await.map_err(refused)?;
        Ok(client)
    })
}

/// The same address, with what was not said about waiting.
fn patient(config: &Config) -> Config {
    let mut config = config.clone();
    config.target_session_attrs(TargetSessionAttrs::ReadWrite).keepalives_idle(PATIENCE);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(PATIENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("waarborg");
    }
    config
}

fn refused(error: postgres::Error) -> Error {
    let why = "PostgreSQL does not answer, or does not let us in; check that it runs, and user and database".to_owned();
    Error::Open { why, source: Some(Arc::new(error)) }
}

/// The number of the schema in the database, 0 if it has none. Changes nothing.
pub(crate) fn schema(config: &Config) -> Result<u32, Error> {
    let mut client = connect(config)?;
    let failed = |error: postgres::Error| {
        let why = "PostgreSQL does not tell which migrations it has; check the rights of the user".to_owned();
        Error::Open { why, source: Some(Arc::new(error)) }
    };
    let migrated = client.query_one("SELECT to_regclass('store_migration') IS NOT NULL", &[]).map_err(failed)?;
    if !migrated.get::<_, bool>(0) {
        return Ok(0);
    }
    let newest = client.query_one("SELECT coalesce(max(number), 0) FROM store_migration", &[]).map_err(failed)?;
    Ok(u32::try_from(newest.get::<_, i64>(0)).unwrap_or(u32::MAX))
}

/// Refuses a server that would not keep what the store promises.
pub(super) fn inspect(client: &mut Client) -> Result<(), Error> {
    let open = |why: &str, source| Error::Open { why: why.to_owned(), source };
    let asked = client.query_one(
        "SELECT current_setting('server_encoding'), current_setting('fsync'), current_setting('data_checksums')",
        &[],
    );
    let row = asked.map_err(|error| open("PostgreSQL does not tell its settings", Some(Arc::new(error))))?;
    let setting = |column: usize| row.get::<_, &str>(column);
    if setting(0) != "UTF8" {
        return Err(open("the PostgreSQL database must be made with ENCODING 'UTF8'", None));
    }
    if setting(1) != "on" {
        return Err(open("PostgreSQL runs with fsync = off, so nothing it confirms is durable; turn it on", None));
    }
    if setting(2) != "on" {
        tracing::warn!("PostgreSQL runs without data checksums (initdb -k): a bad disk goes unnoticed");
    }
    Ok(())
}
