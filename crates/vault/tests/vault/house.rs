//! A vault of the organisation in `examples/dexes-complete`, on either engine.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use waarborg_base::{Actor, Ctx, Personal, Timestamp};
use waarborg_ledger::{InMemory, Ledger, Sequenced, SigningKey};
use waarborg_protocol::{Folder, Unreadable, load};
use waarborg_seal::Ring;
use waarborg_store::{Engine, Isolation, Statement, Store, Tx, Value};
use waarborg_testkit::Bed;
use waarborg_vault::person::{self, Create, Created, IfKnown};
use waarborg_vault::read::{self, Answer, Disclosed, Read};
use waarborg_vault::rules::{Grant, Rules};
use waarborg_vault::{Error, Token, Vault, Who, rotation};

/// What every use case looks like.
pub(crate) type UseCase<I, T> = fn(&mut Ctx, &mut Tx<'_>, &Vault, &I) -> Result<T, Error>;

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    seed: AtomicU64,
}

/// The example, but with the history of one field kept: Dexes keeps none.
struct Example;

impl Folder for Example {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/dexes-complete");
        let text = std::fs::read_to_string(folder.join(path)).map_err(|error| Unreadable(error.to_string()))?;
        Ok(text.replace(r#"kind = "phone","#, r#"kind = "phone", history = true,"#))
    }
}

pub(crate) fn rules() -> Rules {
    Rules::compile(&load(&Example, "protocol.toml").protocol.expect("the example is valid"))
}

impl House {
    pub(crate) fn open(bed: &Bed) -> Self {
        Self::with_ring(bed, Ring::create(&mut Ctx::for_test(1))).expect("a new vault takes its first keys")
    }

    /// The same place, opened with these keys.
    pub(crate) fn with_ring(bed: &Bed, ring: Ring) -> Result<Self, Error> {
        let store = bed.open();
        let key = SigningKey::from_seed("example.org/waarborg", ring.ledger_seed()).expect("a name");
        let outside = Arc::new(InMemory::default());
        let ledger = Ledger::open(&store, Ctx::for_test(2), key, "example.org/waarborg", outside).expect("a ledger");
        let vault = Vault::new(ring, rules(), ledger, Duration::from_hours(24));
        let house = Self { store, vault, seed: AtomicU64::new(1_000) };
        house.run(|ctx, tx, vault, ()| rotation::bind(ctx, tx, vault), ())?;
        Ok(house)
    }

    /// A call of a program: never the same randomness twice.
    pub(crate) fn ctx(&self) -> Ctx {
        let mut ctx = Ctx::for_test(self.seed.fetch_add(1, Ordering::Relaxed));
        ctx.actor = Actor::Client("crm".into());
        ctx
    }

    pub(crate) fn run<I, T>(&self, use_case: UseCase<I, T>, input: I) -> Result<T, Error>
    where
        I: Send + 'static,
        T: Send + 'static,
    {
        self.run_in(self.ctx(), use_case, input)
    }

    /// At the least isolation that the server gives anything of the vault.
    pub(crate) fn run_in<I, T>(&self, ctx: Ctx, use_case: UseCase<I, T>, input: I) -> Result<T, Error>
    where
        I: Send + 'static,
        T: Send + 'static,
    {
        let vault = self.vault.clone();
        self.store.write_at_blocking(Isolation::ReadCommitted, ctx, move |ctx, tx| use_case(ctx, tx, &vault, &input))
    }

    /// Gives everything in the queue its place in the ledger.
    pub(crate) fn sequence(&self) {
        while self.store.engine() == Engine::Postgres
            && self.vault.ledger().sequence(&self.store, self.ctx()).expect("the ledger signs") != Sequenced::Placed(0)
        {
        }
    }

    /// Somebody with the database in hand.
    pub(crate) fn sql(&self, sql: &'static str, values: &[Value<'static>]) -> u64 {
        let (statement, values) = (Statement::new("test", sql), values.to_vec());
        let done = self.store.write_blocking(self.ctx(), move |_, tx| tx.execute(&statement, &values));
        done.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        let statement = Statement::new("test", sql);
        self.store.read_blocking(move |tx| tx.query_one(&statement, &[])?.get(0)).expect("it counts")
    }

    /// Takes up a person with fields for purposes; nothing about them is known yet.
    pub(crate) fn person(&self, fields: &[(&str, &str)], purposes: &[&str]) -> Token {
        match self.run(person::create, create(fields, purposes)).expect("a person") {
            Created::Created { token, .. } => token,
            Created::Known { .. } => panic!("nobody asked to refuse"),
        }
    }

    /// Ada, a customer with an agreement, a newsletter and a bill.
    pub(crate) fn ada(&self) -> Token {
        self.person(ADA, &["agreement", "legal-obligations", "newsletters"])
    }

    pub(crate) fn read(&self, token: Token, purpose: &str) -> Result<Disclosed, Error> {
        match self.run(read::read, ask(Who::Token(token), purpose))? {
            Answer::Disclosed(disclosed) => Ok(disclosed),
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) const ADA: &[(&str, &str)] = &[
    ("contact.name", r#""Ada Canarystone""#),
    ("contact.email", r#""Ada.Canary@Example.org""#),
    ("contact.telephone", r#""+31 6 12345678""#),
    ("company.organisation", r#""Canary Works""#),
    ("billing.iban", r#""NL91 ABNA 0417 1643 00""#),
];

pub(crate) fn create(fields: &[(&str, &str)], purposes: &[&str]) -> Create {
    Create {
        fields: fields.iter().map(|(field, value)| ((*field).to_owned(), json(value))).collect(),
        purposes: purposes.iter().map(|purpose| (*purpose).to_owned()).collect(),
        source: "data-subject".to_owned(),
        if_known: IfKnown::Create,
    }
}

pub(crate) fn ask(who: Who, purpose: &str) -> Read {
    let grant = Grant::of(["agreement", "legal-obligations", "newsletters", "relations", "notifications"]);
    Read { who, purpose: purpose.to_owned(), grant, fields: None }
}

pub(crate) fn by_email(value: &str) -> Who {
    Who::Identifier { field: "contact.email".to_owned(), value: json(value) }
}

pub(crate) fn json(value: &str) -> Personal<String> {
    Personal::new(value.to_owned())
}

/// The given fields with their values as JSON.
pub(crate) fn given(disclosed: &Disclosed) -> Vec<(&str, &str)> {
    disclosed.given.iter().map(|given| (&*given.field, given.value.reveal().as_str())).collect()
}

/// The withheld fields with their reasons.
pub(crate) fn withheld(disclosed: &Disclosed) -> Vec<(&str, &str)> {
    disclosed.withheld.iter().map(|withheld| (&*withheld.field, withheld.reason.as_str())).collect()
}

pub(crate) fn noon() -> Timestamp {
    Ctx::for_test(0).now
}
