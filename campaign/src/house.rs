//! A vault in this process, under the complete example protocol.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use waarborg_base::{Actor, Ctx, Personal};
use waarborg_ledger::{InMemory, Ledger};
use waarborg_protocol::{Folder, Unreadable, load};
use waarborg_seal::Ring;
use waarborg_store::{Engine, Store};
use waarborg_testkit::Bed;
use waarborg_tlog::SigningKey;
use waarborg_vault::person::{self, Create, Created, IfKnown};
use waarborg_vault::rules::Rules;
use waarborg_vault::{Token, Vault, rotation};

/// The purpose that uses every field of [`Someone`].
pub(crate) const PURPOSE: &str = "accounts";

struct Example;

impl Folder for Example {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/dexes-complete");
        std::fs::read_to_string(folder.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

/// Six fields about somebody, two of them identifiers; the values name whose they are.
pub(crate) fn someone(number: u64) -> [(&'static str, String); 6] {
    [
        ("contact.name", format!("\"Persoon {number}\"")),
        ("contact.email", format!("\"persoon.{number}@voorbeeld.example\"")),
        ("contact.telephone", format!("\"+3161{:07}\"", number % 10_000_000)),
        ("company.organisation", format!("\"Voorbeeld {number} B.V.\"")),
        ("company.position", format!("\"Planner {number}\"")),
        ("authorisation.role", format!("\"role-{number}\"")),
    ]
}

/// A vault, and the people in it by number.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) tokens: Vec<Token>,
    calls: AtomicU64,
    _bed: Bed,
}

impl House {
    /// So many people; the events about each are by a client that is named after them.
    pub(crate) fn of(people: u64) -> Result<Self> {
        let bed = Bed::new(Engine::Sqlite);
        let store = bed.open();
        let ring = Ring::create(&mut Ctx::for_test(1));
        let key = SigningKey::from_seed("example.org/waarborg", ring.ledger_seed())?;
        let outside = Arc::new(InMemory::default());
        let ledger = Ledger::open(&store, Ctx::for_test(2), key, "example.org/waarborg", outside)?;
        let rules = Rules::compile(&load(&Example, "protocol.toml").protocol.context("the example can run")?);
        let vault = Vault::new(ring, rules, ledger, Duration::from_hours(24));
        let bound = vault.clone();
        store.write_blocking(Ctx::for_test(3), move |ctx, tx| rotation::bind(ctx, tx, &bound))?;
        let mut house = Self { store, vault, tokens: Vec::new(), calls: AtomicU64::new(1_000), _bed: bed };
        house.tokens = (0..people).map(|number| house.take_up(number)).collect::<Result<_>>()?;
        Ok(house)
    }

    /// A call about a person.
    pub(crate) fn ctx(&self, number: u64) -> Ctx {
        let mut ctx = Ctx::for_test(self.calls.fetch_add(1, Ordering::Relaxed));
        ctx.actor = Actor::Client(client(number).into());
        ctx
    }

    fn take_up(&self, number: u64) -> Result<Token> {
        let fields = someone(number).into_iter().map(|(field, value)| (field.to_owned(), Personal::new(value)));
        let create = Create {
            fields: fields.collect(),
            purposes: vec![PURPOSE.to_owned()],
            source: "data-subject".to_owned(),
            if_known: IfKnown::Create,
        };
        let vault = self.vault.clone();
        match self.store.write_blocking(self.ctx(number), move |ctx, tx| person::create(ctx, tx, &vault, &create))? {
            Created::Created { token, .. } => Ok(token),
            Created::Known { .. } => anyhow::bail!("nobody asked to refuse"),
        }
    }
}

/// Who acts on a person.
pub(crate) fn client(number: u64) -> String {
    format!("client-{number}")
}
