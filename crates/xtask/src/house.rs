//! The rooms of the house and who may enter which, as data. `docs/decisions/0001-rooms-by-domain.md` says why.
//!
//! A room stands after everything it may use, so reading down is reading up the house. Rooms that are not open yet are
//! listed too: the arrows are decided before the code is.

use Line::{Base, Developer, Domain, Edge, Ground, Pure};
use Touches::{DomainAnd, Everything, Only, Rightwards};

/// What package names start with; the rest is the room.
pub(crate) const PREFIX: &str = "waarborg-";

/// The line of the picture a room stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Base,
    Pure,
    Ground,
    Domain,
    Edge,
    Developer,
}

/// What a room may use of ours.
#[derive(Clone, Copy, Debug)]
enum Touches {
    /// These rooms, nothing else.
    Only(&'static [&'static str]),
    /// What every domain room may use, and these.
    DomainAnd(&'static [&'static str]),
    /// What every domain room may use, every domain room listed earlier, and these.
    Rightwards(&'static [&'static str]),
    /// Every room listed earlier.
    Everything,
}

/// Open to every room on the domain line.
const EVERY_DOMAIN: &[&str] = &["base", "protocol", "store", "web", "mail", "ledger"];

/// A room: a crate of the same name behind the prefix.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) name: &'static str,
    pub(crate) line: Line,
    touches: Touches,
}

const fn room(name: &'static str, line: Line, touches: Touches) -> Room {
    Room { name, line, touches }
}

/// The whole house.
pub(crate) const ROOMS: &[Room] = &[
    room("base", Base, Only(&[])),
    room("protocol", Pure, Only(&["base"])),
    room("seal", Pure, Only(&["base"])),
    room("tlog", Pure, Only(&["base"])),
    room("jose", Pure, Only(&["base"])),
    room("store", Ground, Only(&["base"])),
    room("web", Ground, Only(&["base"])),
    room("mail", Ground, Only(&["base"])),
    room("ledger", Domain, Only(&["base", "store", "web", "mail", "tlog"])),
    room("vault", Domain, DomainAnd(&["seal"])),
    room("identity", Domain, DomainAnd(&["jose", "vault"])),
    room("consent", Domain, DomainAnd(&["identity", "vault"])),
    room("disclosure", Domain, Rightwards(&[])),
    room("exchange", Domain, Rightwards(&["jose"])),
    room("recipients", Domain, Rightwards(&[])),
    room("retention", Domain, Rightwards(&[])),
    room("requests", Domain, Rightwards(&[])),
    room("breach", Domain, Rightwards(&[])),
    room("evidence", Domain, Rightwards(&["documents"])),
    room("documents", Domain, DomainAnd(&[])),
    room("connectors", Edge, Only(&["base", "recipients"])),
    room("server", Edge, Everything),
    room("cli", Edge, Everything),
    room("testkit", Developer, Everything),
    room("bench", Developer, Everything),
    room("campaign", Developer, Everything),
    room("xtask", Developer, Everything),
];

/// The room of that name.
pub(crate) fn find(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

impl Room {
    /// Whether this room may name `other` among its normal or build dependencies.
    pub(crate) fn may_use(&self, other: &str) -> bool {
        let earlier = ROOMS.iter().take_while(|room| room.name != self.name);
        match self.touches {
            Only(rooms) => rooms.contains(&other),
            DomainAnd(rooms) => rooms.contains(&other) || EVERY_DOMAIN.contains(&other),
            Rightwards(rooms) => {
                rooms.contains(&other)
                    || EVERY_DOMAIN.contains(&other)
                    || earlier.filter(|room| room.line == Domain).any(|room| room.name == other)
            }
            Everything => earlier.map(|room| room.name).any(|name| name == other),
        }
    }
}

/// Crates of others that only some rooms name.
#[derive(Debug)]
pub(crate) struct Reserved {
    pub(crate) crates: &'static [&'static str],
    rooms: &'static [&'static str],
    lines: &'static [Line],
    /// Whether a dev-dependency is bound as well.
    pub(crate) in_tests: bool,
    pub(crate) reason: &'static str,
}

/// Who may name what. The reason is the lesson.
pub(crate) const RESERVED: &[Reserved] = &[
    Reserved {
        crates: &["rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres", "postgres-types", "sqlx", "diesel"],
        rooms: &["store"],
        lines: &[Developer],
        in_tests: true,
        reason: "only `store` names a database driver, so a use case runs on either engine; write a statement in `sql/`",
    },
    Reserved {
        crates: &["axum", "axum-extra", "tower-http"],
        rooms: &["web", "server"],
        lines: &[Developer],
        in_tests: true,
        reason: "`web` configures axum once for all rooms; use what it re-exports (`Route`, `Request`, `Problem`)",
    },
    Reserved {
        crates: &["askama"],
        rooms: &["web", "server"],
        lines: &[Domain, Developer],
        in_tests: true,
        reason: "pages stand in the room they are about, never in a pure room or beside the command line",
    },
    Reserved {
        crates: &["tokio", "hyper", "reqwest"],
        rooms: &["store", "web", "mail"],
        lines: &[Edge, Developer],
        in_tests: false,
        reason: "the core is synchronous: a use case waits for nothing but its own transaction",
    },
    Reserved {
        crates: &["rand", "getrandom", "uuid"],
        rooms: &[],
        lines: &[Developer],
        in_tests: false,
        reason: "random bytes come from `ctx.bytes()`, so a test can seed them",
    },
    Reserved {
        crates: &["jsonwebtoken"],
        rooms: &["jose"],
        lines: &[Developer],
        in_tests: true,
        reason: "only `jose` reads and writes tokens, so they are checked in one way",
    },
    Reserved {
        crates: &["lettre"],
        rooms: &["mail"],
        lines: &[Developer],
        in_tests: true,
        reason: "only `mail` sends letters; enqueue one in the outbox",
    },
];

impl Reserved {
    /// Whether this room is among those that may name these crates.
    pub(crate) fn allows(&self, room: &Room) -> bool {
        self.rooms.contains(&room.name) || self.lines.contains(&room.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, expected: bool) {
        let room = find(from).unwrap();
        assert_eq!(room.may_use(to), expected, "{from} → {to}");
    }

    #[test]
    fn a_room_uses_what_stands_below_it_and_to_its_right() {
        check("protocol", "base", true);
        check("consent", "vault", true);
        check("consent", "store", true);
        check("requests", "disclosure", true);
        check("exchange", "jose", true);
        check("evidence", "documents", true);
        check("connectors", "recipients", true);
        check("cli", "server", true);
    }

    #[test]
    fn no_room_looks_up_or_to_its_left() {
        check("base", "protocol", false);
        check("store", "web", false);
        check("vault", "consent", false);
        check("disclosure", "requests", false);
        check("requests", "breach", false);
        check("server", "cli", false);
    }

    #[test]
    fn the_ledger_never_learns_what_its_bytes_mean() {
        check("ledger", "protocol", false);
        check("ledger", "tlog", true);
    }

    #[test]
    fn documents_read_the_protocol_and_the_ledger_only() {
        check("documents", "protocol", true);
        check("documents", "ledger", true);
        check("documents", "vault", false);
        check("requests", "documents", false);
    }

    #[test]
    fn every_room_named_in_the_table_exists() {
        for room in ROOMS {
            let (Only(named) | DomainAnd(named) | Rightwards(named)) = room.touches else { continue };
            for name in named {
                assert!(find(name).is_some(), "{} names {name}", room.name);
            }
        }
    }
}
