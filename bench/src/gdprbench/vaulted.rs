//! The same records in the vault: a person is a user, each of their records a field, sealed; metadata that is policy stands in the protocol, and
//! each person refers to it. Every query has its leaf in the signed ledger.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use waarborg_base::{Actor, Clock, Ctx, OsEntropy, Personal, SystemClock};
use waarborg_documents::version::{self, Applied};
use waarborg_ledger::{InMemory, Ledger, SigningKey};
use waarborg_protocol::Loaded;
use waarborg_seal::Ring;
use waarborg_store::{MIGRATIONS, Settings, Store, Tx};
use waarborg_vault::bulk::{self, BulkRequest};
use waarborg_vault::erasure::{self, Erase, ErasureId};
use waarborg_vault::history::{self, Look};
use waarborg_vault::person::{self, Change, Correct, Create, Created, IfKnown};
use waarborg_vault::purpose::{self, ChangePurpose};
use waarborg_vault::read::{self, Answer, Disclosed, Read};
use waarborg_vault::rules::{Grant, Rules};
use waarborg_vault::{Error, Token, Vault, Who, rotation};

use super::mix::{DECISIONS, GONE, OBJECTIONS, PER_PERSON, PURPOSES, Query, Size, TENS, data, new_data};
use super::policy::Policy;
use super::{Asker, CLIENTS, Side};

const ORIGIN: &str = "bench.example/ledger";
const USER: &str = "record.usr";

type UseCase<I, T> = fn(&mut Ctx, &mut Tx<'_>, &Vault, &I) -> Result<T, Error>;

pub(super) struct Vaulted {
    store: Store,
    vault: Vault,
    size: Size,
    policy: Mutex<Policy>,
    tokens: Vec<Token>,
    gone: Vec<(Token, ErasureId)>,
    /// What stands for the journal outside: a line for each erasure, durable before the answer.
    journal: Mutex<File>,
    folder: tempfile::TempDir,
}

impl Vaulted {
    pub(super) fn load(size: Size) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&Settings::sqlite(folder.path().join("vault.db")), MIGRATIONS)?;
        let ring = Ring::create(&mut ctx("operator"));
        let key = SigningKey::from_seed(ORIGIN, ring.ledger_seed()).map_err(waarborg_ledger::Error::from)?;
        let ledger = Ledger::open(&store, ctx("operator"), key, ORIGIN, Arc::new(InMemory::default()))?;
        let policy = Policy::default();
        let loaded = policy.loaded()?;
        let rules = Rules::compile(loaded.protocol.as_ref().context("a protocol that runs")?);
        let vault = Vault::new(ring, rules, ledger, Duration::from_hours(24));
        let journal = Mutex::new(OpenOptions::new().create(true).append(true).open(folder.path().join("journal"))?);
        let policy = Mutex::new(policy);
        let mut side = Self { store, vault, size, policy, tokens: Vec::new(), gone: Vec::new(), journal, folder };
        side.run("operator", |ctx, tx, vault, ()| rotation::bind(ctx, tx, vault), ())?;
        side.put_in_force(loaded)?;
        side.tokens = side.take_up(0..size.people())?;
        for token in side.take_up(size.people()..size.people() + GONE)? {
            let erased = side.erase(token)?;
            side.gone.push((token, erased));
        }
        Ok(side)
    }

    /// People with ten records each, from as many clients as there are.
    fn take_up(&self, users: std::ops::Range<u64>) -> Result<Vec<Token>> {
        let (next, taken) = (AtomicU64::new(users.start), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            let client = || {
                loop {
                    let user = next.fetch_add(1, Ordering::Relaxed);
                    if user >= users.end {
                        return Ok(());
                    }
                    let token = self.create(user)?;
                    taken.lock().unwrap_or_else(PoisonError::into_inner).push((user, token));
                }
            };
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
            clients.into_iter().try_for_each(|client| client.join().expect("a client does not panic"))
        })
        .map_err(|error: anyhow::Error| error)?;
        let mut taken = taken.into_inner().unwrap_or_else(PoisonError::into_inner);
        taken.sort_unstable_by_key(|(user, _)| *user);
        Ok(taken.into_iter().map(|(_, token)| token).collect())
    }

    fn create(&self, user: u64) -> Result<Token> {
        let mut fields = vec![(USER.to_owned(), json(&format!("usr{user}")))];
        fields.extend((0..PER_PERSON).map(|slot| (field(slot), json(&data(slot * self.size.people() + user)))));
        let pools = [("pur", PURPOSES), ("obj", OBJECTIONS), ("decs", DECISIONS), ("shr", TENS)];
        let purposes = pools.map(|(kind, many)| format!("{kind}{}", user % many)).to_vec();
        let create = Create { fields, purposes, source: "data-subject".to_owned(), if_known: IfKnown::Create };
        match self.run("controller", person::create, create)? {
            Created::Created { token, .. } => Ok(token),
            Created::Known { .. } => bail!("a user is known before they come"),
        }
    }

    fn run<I, T>(&self, client: &str, use_case: UseCase<I, T>, input: I) -> Result<T, Error>
    where
        I: Send + 'static,
        T: Send + 'static,
    {
        let vault = self.vault.clone();
        self.store.write_blocking(ctx(client), move |ctx, tx| use_case(ctx, tx, &vault, &input))
    }

    /// One version after the other: each says what changes of the one before.
    fn put_in_force(&self, loaded: Loaded) -> Result<bool> {
        let rules = Rules::compile(loaded.protocol.as_ref().context("a protocol that runs")?);
        let ledger = self.vault.ledger().clone();
        let applied =
            self.store.write_blocking(ctx("operator"), move |ctx, tx| version::apply(ctx, tx, &ledger, &loaded))?;
        self.vault.replace_rules(rules);
        Ok(matches!(applied, Applied::InForce { .. }))
    }

    /// As over HTTP: not answered before the journal outside has it.
    fn erase(&self, token: Token) -> Result<ErasureId> {
        let erased = self.run("controller", erasure::erase, Erase { token, keep: Vec::new(), suppress: false })?;
        {
            let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
            writeln!(journal, "{}", erased.erasure)?;
            journal.sync_data()?;
        }
        let id = erased.erasure;
        self.store.write_blocking(ctx("operator"), move |ctx, tx| erasure::mark_journaled(ctx, tx, &[id]))?;
        Ok(id)
    }

    fn token(&self, record: u64) -> Result<Token> {
        let user = usize::try_from(self.size.user(record))?;
        self.tokens.get(user).copied().context("a user of the start")
    }

    fn read(&self, who: Who, user: u64, fields: Option<Vec<String>>) -> Result<Disclosed> {
        let read = Read { who, purpose: format!("pur{}", user % PURPOSES), grant: Grant::any(), fields };
        match self.run("processor", read::read, read)? {
            Answer::Disclosed(disclosed) => Ok(disclosed),
            other => bail!("not disclosed: {other:?}"),
        }
    }

    fn read_record(&self, record: u64) -> Result<Disclosed> {
        let fields = Some(vec![field(self.size.slot(record))]);
        self.read(Who::Token(self.token(record)?), self.size.user(record), fields)
    }

    fn read_user(&self, user: u64) -> Result<Disclosed> {
        let value = json(&format!("usr{user}"));
        self.read(Who::Identifier { field: USER.to_owned(), value }, user, None)
    }

    fn correct(&self, record: u64, change: Change) -> Result<bool> {
        let fields = vec![(field(self.size.slot(record)), change)];
        let correct = Correct { token: self.token(record)?, fields, source: "data-subject".to_owned() };
        let corrected = self.run("customer", person::correct, correct)?;
        Ok(corrected.changed.len() + corrected.unchanged.len() == 1)
    }

    fn add_category(&self, record: u64, category: u64) -> Result<bool> {
        let change = ChangePurpose { token: self.token(record)?, purpose: format!("cat{category}") };
        self.run("customer", purpose::add_purpose, change)?;
        Ok(true)
    }

    /// Everybody of a purpose, by four eyes; how many records of how many there should be.
    fn read_all(&self, purpose: String, of: u64) -> Result<bool> {
        let ask = BulkRequest { purpose, reason: "measuring".to_owned() };
        let approval = self.run("processor", bulk::request, ask)?.approval;
        self.run("officer", bulk::approve, approval)?;
        let purpose: Arc<str> = self.run("processor", bulk::begin, approval)?.into();
        let (mut after, mut records) = (0, 0);
        loop {
            let (vault, purpose) = (self.vault.clone(), Arc::clone(&purpose));
            let read = move |ctx: &mut Ctx, tx: &mut Tx<'_>| bulk::read_on(ctx, tx, &vault, &purpose, after);
            let (some, next) = self.store.write_blocking(ctx("processor"), read)?;
            records += some.iter().map(count_records).sum::<u64>();
            match next {
                Some(next) => after = next,
                None => return Ok(records == of),
            }
        }
    }
}

/// How many records of 100 bytes are given.
fn count_records(disclosed: &Disclosed) -> u64 {
    disclosed.given.iter().filter(|given| given.value.reveal().len() == 102).count() as u64
}

fn ctx(client: &str) -> Ctx {
    Ctx::new(SystemClock.now(), Actor::Client(client.into()), Box::new(OsEntropy::new()))
}

fn field(slot: u64) -> String {
    format!("record.d{slot}")
}

fn json(text: &str) -> Personal<String> {
    Personal::new(format!("\"{text}\""))
}

impl Side for Vaulted {
    fn asker(&self) -> Result<Box<dyn Asker + '_>> {
        Ok(Box::new(self))
    }

    fn bytes(&self) -> Result<u64> {
        self.store.checkpoint()?;
        Ok(std::fs::metadata(self.folder.path().join("vault.db"))?.len())
    }
}

impl Asker for &Vaulted {
    fn ask(&mut self, query: Query) -> Result<bool> {
        let size = self.size;
        Ok(match query {
            Query::Create { record } => self.correct(record, Change::Set(json(&data(record))))?,
            Query::UpdateDataByKey { record } => self.correct(record, Change::Set(json(&new_data(record))))?,
            Query::DeleteByKey { record } => self.correct(record, Change::Remove)?,
            Query::DeleteByUser { user } => {
                let token = self.token(user)?;
                self.erase(token)?;
                let gone =
                    Read { who: Who::Token(token), purpose: "pur0".to_owned(), grant: Grant::any(), fields: None };
                matches!(self.run("controller", read::read, gone), Err(Error::NotFound))
            }
            Query::UpdateMetadataByPurpose { purpose } => {
                let mut policy = self.policy.lock().unwrap_or_else(PoisonError::into_inner);
                self.put_in_force(policy.change_purpose(purpose)?)?
            }
            Query::UpdateMetadataByShare { share } => {
                let mut policy = self.policy.lock().unwrap_or_else(PoisonError::into_inner);
                self.put_in_force(policy.change_share(share)?)?
            }
            Query::UpdateMetadataByUser { user, category } => self.add_category(user, category)?,
            Query::UpdateMetadataByKey { record, category } => self.add_category(record, category)?,
            Query::ReadDataByKey { record } => {
                let disclosed = self.read_record(record)?;
                matches!(&disclosed.given[..], [given] if *given.value.reveal() == format!("\"{}\"", data(record)))
            }
            Query::ReadDataByUser { user } => count_records(&self.read_user(user)?) >= 9,
            Query::ReadDataByPurpose { purpose } => self.read_all(format!("pur{purpose}"), size.records / PURPOSES)?,
            Query::ReadDataByObjection { objection } => {
                self.read_all(format!("obj{objection}"), size.records / OBJECTIONS)?
            }
            Query::ReadDataByDecision { decision } => {
                self.read_all(format!("decs{decision}"), size.records / DECISIONS)?
            }
            Query::ReadMetadataByKey { record } => {
                let disclosed = self.read_record(record)?;
                matches!(&disclosed.given[..], [given] if given.source == "data-subject")
            }
            Query::ReadMetadataByUser { user } => {
                let disclosed = self.read_user(user)?;
                let sources = disclosed.given.iter().filter(|given| given.source == "data-subject");
                sources.count() as u64 == PER_PERSON + 1
            }
            Query::Logs { user } => {
                let look = Look { token: self.token(user)?, before: None };
                let page = self.run("regulator", history::history, look)?;
                let begun = page.events.first().is_some_and(|first| first.record["event"] == "vault.created");
                begun || page.earlier.is_some()
            }
            Query::VerifyDeletion { gone } => {
                let (token, id) = self.gone[usize::try_from(gone)?];
                let read =
                    Read { who: Who::Token(token), purpose: "pur0".to_owned(), grant: Grant::any(), fields: None };
                ensure!(matches!(self.run("regulator", read::read, read), Err(Error::NotFound)), "erased is not found");
                let vault = self.vault.clone();
                let proof = self.store.read_blocking(move |tx| {
                    let erasures = erasure::find_erasure(tx, id)?;
                    let Some(first) = erasures.first() else { return Ok(None) };
                    Ok::<_, Error>(vault.ledger().receipt(tx, first.arrival)?)
                })?;
                proof.is_some()
            }
        })
    }
}
