use crate::Engine;

/// One SQL statement of a room, with a name for errors. Made by [`statements!`](macro@crate::statements).
///
/// Parameters are `$1`, `$2`, …, in any order and as often as needed; the same text serves both engines unless it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Statement {
    /// One text for both engines.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sqlite: sql, postgres: sql }
    }

    /// A text per engine.
    pub const fn per_engine(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { name, sqlite, postgres }
    }

    /// Where it stands: package and file name without `.sql`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text for an engine.
    pub const fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// How many parameters a statement takes and how many columns it answers, as the engine sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Parameters.
    pub parameters: usize,
    /// Columns.
    pub columns: usize,
}

/// Names the `.sql` files of a room as statements, and lists them all so that a test can prepare every one on both engines.
///
/// ```text
/// waarborg_store::statements! {
///     /// Every statement of this room.
///     pub STATEMENTS:
///     FIND_CONSENT = "find_consent",                      // sql/find_consent.sql
///     CLAIM_JOB = "claim_job" per engine,                 // sql/claim_job.sqlite.sql and sql/claim_job.postgres.sql
/// }
/// ```
#[macro_export]
macro_rules! statements {
    ($(#[$meta:meta])* $vis:vis $all:ident: $($name:ident = $file:literal $(per $engine:ident)?),+ $(,)?) => {
        $(const $name: $crate::Statement = $crate::statements!(@one $file $($engine)?);)+

        $(#[$meta])*
        $vis const $all: &[$crate::Statement] = &[$($name),+];
    };
    (@one $file:literal) => {
        $crate::Statement::new($crate::statements!(@name $file), $crate::statements!(@text $file, ".sql"))
    };
    (@one $file:literal engine) => {
        $crate::Statement::per_engine(
            $crate::statements!(@name $file),
            $crate::statements!(@text $file, ".sqlite.sql"),
            $crate::statements!(@text $file, ".postgres.sql"),
        )
    };
    (@name $file:literal) => { concat!(env!("CARGO_PKG_NAME"), "/", $file) };
    (@text $file:literal, $end:literal) => { include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $file, $end)) };
}
