use crate::settings::Place;
use crate::{Error, MIGRATIONS, Settings, postgres, sqlite};

/// The number of the schema in a database, 0 if it has none. Opens nothing for others to see and changes nothing: for
/// `doctor`. Errs when the database cannot be reached.
pub fn inspect(settings: &Settings) -> Result<u32, Error> {
    match settings.place()? {
        Place::Sqlite(path) => sqlite::schema(&path),
        Place::Postgres(config) => postgres::schema(&config),
    }
}

/// The number of the newest schema that this program knows.
pub fn newest_schema() -> u32 {
    MIGRATIONS.last().map_or(0, |newest| newest.number)
}
