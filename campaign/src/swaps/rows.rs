use std::collections::BTreeMap;

use anyhow::{Context, Result};
use waarborg_base::{Ctx, Personal};
use waarborg_seal::Place;
use waarborg_store::{Error, Statement, Tx, Value, values};
use waarborg_vault::read::{self, Answer, Disclosed, Read};
use waarborg_vault::rules::Grant;
use waarborg_vault::{Token, Vault, Who, history};

use crate::draw::Draw;
use crate::house::{House, PURPOSE, client, someone};
use crate::tally::Tally;

/// What changes places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swap {
    /// The records of two people.
    Records,
    /// Their wrapped keys.
    Keys,
    /// Both.
    RecordsAndKeys,
    /// Both, and the ids that are bound into them.
    EverythingButTokens,
    /// The same field of two people.
    Fields,
    /// Two fields of one person.
    FieldsOfOne,
    /// The version of a field.
    Versions,
    /// The rows that say whose a token is.
    Tokens,
    /// The rows that say whose an identifier is.
    Terms,
    /// The bodies of two events, found as the other person's.
    Events,
    /// Not by SQL alone: the planted bug.
    SealedAnew,
}

const ALL: [Swap; 10] = [
    Swap::Records,
    Swap::Keys,
    Swap::RecordsAndKeys,
    Swap::EverythingButTokens,
    Swap::Fields,
    Swap::FieldsOfOne,
    Swap::Versions,
    Swap::Tokens,
    Swap::Terms,
    Swap::Events,
];

/// What one saw after a swap.
struct Seen {
    foreign: Vec<String>,
    given: u64,
    refused: u64,
}

enum Undo {
    Seen(Seen),
    Failed(anyhow::Error),
}

impl From<Error> for Undo {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Swaps, reads everything of both, and undoes it.
pub(super) fn point(tally: &mut Tally, house: &House, seed: u64, only: Option<Swap>) -> Result<()> {
    let mut draw = Draw::new(seed);
    let swap = only.unwrap_or_else(|| *draw.pick(&ALL));
    let people = house.tokens.len() as u64;
    let one = draw.below(people);
    let other = (one + 1 + draw.below(people - 1)) % people;
    let (vault, tokens, fields) = (house.vault.clone(), house.tokens.clone(), [draw.index(6), draw.index(5)]);
    let undone = house.store.write_blocking(house.ctx(one), move |ctx: &mut Ctx, tx: &mut Tx<'_>| {
        let mut hand = Hand { ctx, tx, vault: &vault, tokens: &tokens };
        let seen = hand.swap(swap, one, other, fields).and_then(|()| hand.look(&[one, other]));
        Err::<(), _>(seen.map_or_else(Undo::Failed, Undo::Seen))
    });
    let seen = match undone {
        Err(Undo::Seen(seen)) => seen,
        Err(Undo::Failed(error)) => return Err(error.context(format!("{swap:?} could not be tried"))),
        Ok(()) => anyhow::bail!("a swap was kept"),
    };
    tally.tried += 1;
    tally.count(format!("rows: {swap:?}"));
    tally.add("values that opened in their own place", seen.given);
    tally.add("reads that were refused", seen.refused);
    for foreign in seen.foreign {
        tally.bad(seed, format!("{swap:?} of {one} and {other}: {foreign}"));
    }
    Ok(())
}

struct Hand<'h, 'tx> {
    ctx: &'h mut Ctx,
    tx: &'h mut Tx<'tx>,
    vault: &'h Vault,
    tokens: &'h [Token],
}

impl Hand<'_, '_> {
    fn swap(&mut self, swap: Swap, one: u64, other: u64, fields: [usize; 2]) -> Result<()> {
        let rows = [row(one), row(other)];
        match swap {
            Swap::Records => self.exchange("record", rows),
            Swap::Keys => self.exchange_keys(rows),
            Swap::RecordsAndKeys => {
                self.exchange("record", rows)?;
                self.exchange_keys(rows)
            }
            Swap::EverythingButTokens => {
                self.exchange("record", rows)?;
                self.exchange("id", rows)?;
                self.exchange_keys(rows)
            }
            Swap::Fields => {
                let name = someone(0)[fields[0]].0;
                self.exchange_sealed((rows[0], name), (rows[1], name))
            }
            Swap::FieldsOfOne => {
                let [a, b] = [fields[0], (fields[0] + 1 + fields[1]) % 6].map(|field| someone(0)[field].0);
                self.exchange_sealed((rows[0], a), (rows[0], b))
            }
            Swap::Versions => {
                let mut record = self.record(rows[0])?;
                record.get_mut(someone(0)[fields[0]].0).context("the field is there")?.version += 1;
                self.put_record(rows[0], &record)
            }
            Swap::Tokens => self.exchange_owner("token", rows),
            Swap::Terms => self.exchange_owner("term", rows),
            Swap::Events => self.exchange_events(one, other),
            Swap::SealedAnew => self.seal_anew(one, other, someone(0)[fields[0]].0),
        }
    }

    fn exchange(&mut self, column: &'static str, [one, other]: [i64; 2]) -> Result<()> {
        let (find, update) = match column {
            "record" => (
                "SELECT record FROM vault_person WHERE number = $1",
                "UPDATE vault_person SET record = $2 WHERE number = $1",
            ),
            _ => ("SELECT id FROM vault_person WHERE number = $1", "UPDATE vault_person SET id = $2 WHERE number = $1"),
        };
        let (of_one, of_other) = (self.bytes(find, one)?, self.bytes(find, other)?);
        self.sql(update, &values![one, of_other])?;
        self.sql(update, &values![other, of_one])
    }

    fn exchange_keys(&mut self, [one, other]: [i64; 2]) -> Result<()> {
        const FIND: Statement = Statement::new("key", "SELECT epoch, key_id, bytes FROM vault_key WHERE person = $1");
        let mut found = Vec::new();
        for person in [one, other] {
            let row = self.tx.query_one(&FIND, &values![person])?;
            found.push((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?, row.get::<Vec<u8>>(2)?));
        }
        for (person, (epoch, id, bytes)) in [other, one].into_iter().zip(found) {
            self.sql(
                "UPDATE vault_key SET epoch = $2, key_id = $3, bytes = $4 WHERE person = $1",
                &values![person, epoch, id, bytes],
            )?;
        }
        Ok(())
    }

    /// Rows that point to a person point to the other one.
    fn exchange_owner(&mut self, table: &'static str, [one, other]: [i64; 2]) -> Result<()> {
        let update = match table {
            "token" => {
                "UPDATE vault_token SET person = CASE person WHEN $1 THEN $2 ELSE $1 END WHERE person IN ($1, $2)"
            }
            _ => "UPDATE vault_term SET person = CASE person WHEN $1 THEN $2 ELSE $1 END WHERE person IN ($1, $2)",
        };
        self.sql(update, &values![one, other])
    }

    fn exchange_sealed(&mut self, (one, field): (i64, &str), (other, of_other): (i64, &str)) -> Result<()> {
        let mut record = self.record(one)?;
        if one == other {
            let [a, b] = [field, of_other].map(|name| record[name].sealed.clone());
            record.get_mut(field).context("the field is there")?.sealed = b;
            record.get_mut(of_other).context("the field is there")?.sealed = a;
            return self.put_record(one, &record);
        }
        let mut second = self.record(other)?;
        let (a, b) = (record.get_mut(field).context("there")?, second.get_mut(of_other).context("there")?);
        std::mem::swap(&mut a.sealed, &mut b.sealed);
        self.put_record(one, &record)?;
        self.put_record(other, &second)
    }

    /// The event of each is found as the other's.
    fn exchange_events(&mut self, one: u64, other: u64) -> Result<()> {
        const FIND: Statement = Statement::new("leaf", "SELECT tag, body FROM ledger_leaf WHERE position = $1");
        // The leaf of taking somebody up stands where their number says: nothing else was written before.
        let mut tags = Vec::new();
        for number in [one, other] {
            let row = self.tx.query_one(&FIND, &values![i64::try_from(number)?])?;
            tags.push(row.get::<Vec<u8>>(0)?);
        }
        for (number, tag) in [other, one].into_iter().zip(tags) {
            self.sql("UPDATE ledger_leaf SET tag = $2 WHERE position = $1", &values![i64::try_from(number)?, tag])?;
        }
        Ok(())
    }

    /// Opens a value of one with their key, and seals it for the other.
    fn seal_anew(&mut self, one: u64, other: u64, field: &str) -> Result<()> {
        let mut records = [self.record(row(one))?, self.record(row(other))?];
        let ring = self.vault.ring();
        let mut keys = Vec::new();
        for number in [one, other] {
            const FIND: Statement = Statement::new("key", "SELECT epoch, bytes FROM vault_key WHERE person = $1");
            let found = self.tx.query_one(&FIND, &values![row(number)])?;
            let (epoch, bytes): (u32, Vec<u8>) = (found.get(0)?, found.get(1)?);
            keys.push(ring.unwrap(self.tokens[usize::try_from(number)?].as_bytes(), epoch, &bytes)?);
        }
        let tokens = [one, other].map(|number| self.tokens[usize::try_from(number).expect("few")]);
        let from = &records[0][field];
        let plain = keys[0].open(&place(&tokens[0], field, from.version), &from.sealed)?;
        let to = records[1].get_mut(field).context("the field is there")?;
        to.sealed = keys[1].seal(self.ctx, &place(&tokens[1], field, to.version), &plain);
        self.put_record(row(other), &records[1])
    }

    /// Reads both by token and by e-mail address, and looks at who used their data; names what is not theirs.
    fn look(&mut self, numbers: &[u64]) -> Result<Seen> {
        let mut seen = Seen { foreign: Vec::new(), given: 0, refused: 0 };
        for &number in numbers {
            let own = someone(number);
            let token = self.tokens[usize::try_from(number)?];
            let by_email = Who::Identifier { field: own[1].0.to_owned(), value: Personal::new(own[1].1.clone()) };
            for who in [Who::Token(token), by_email] {
                let read = Read { who, purpose: PURPOSE.to_owned(), grant: Grant::any(), fields: None };
                match read::read(self.ctx, self.tx, self.vault, &read) {
                    Ok(Answer::Disclosed(disclosed)) => seen.take(number, &disclosed),
                    Ok(other) => seen.foreign.push(format!("a read of {number} gave {other:?}")),
                    Err(_) => seen.refused += 1,
                }
            }
            match history::history(self.ctx, self.tx, self.vault, &history::Look { token, before: None }) {
                Ok(history::Page { events: uses, .. }) => {
                    let foreign = |client: &str| client != self::client(number) && client.starts_with("client-");
                    let created = uses.iter().filter(|one| one.record["event"] == "vault.created");
                    for one in created.filter(|one| one.record["client"].as_str().is_some_and(foreign)) {
                        seen.foreign.push(format!("the history of {number} has {}", one.record));
                    }
                }
                Err(_) => seen.refused += 1,
            }
        }
        Ok(seen)
    }

    fn record(&mut self, person: i64) -> Result<BTreeMap<String, Sealed>> {
        let bytes = self.bytes("SELECT record FROM vault_person WHERE number = $1", person)?;
        parse(&bytes).context("a record in the layout that this campaign knows")
    }

    fn put_record(&mut self, person: i64, record: &BTreeMap<String, Sealed>) -> Result<()> {
        self.sql("UPDATE vault_person SET record = $2 WHERE number = $1", &values![person, to_bytes(record)])
    }

    fn bytes(&mut self, sql: &'static str, person: i64) -> Result<Vec<u8>> {
        Ok(self.tx.query_one(&Statement::new("find", sql), &values![person])?.get(0)?)
    }

    fn sql(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<()> {
        Ok(self.tx.execute(&Statement::new("swap", sql), values).map(drop)?)
    }
}

impl Seen {
    fn take(&mut self, number: u64, disclosed: &Disclosed) {
        let own: BTreeMap<&str, String> = someone(number).into_iter().collect();
        for given in &disclosed.given {
            if own.get(&*given.field) == Some(given.value.reveal()) {
                self.given += 1;
            } else {
                self.foreign.push(format!("{} of {number} is {}", given.field, given.value.reveal()));
            }
        }
    }
}

/// The row of a person: numbered in the order they were taken up, from 1.
fn row(number: u64) -> i64 {
    i64::try_from(number + 1).expect("few")
}

fn place<'p>(token: &'p Token, field: &'p str, version: u32) -> Place<'p> {
    Place { table: "vault_person", row: token.as_bytes(), field, subject: token.as_bytes(), version }
}

/// A field in the column of a record, as somebody reads it who has the database and the source of this program.
struct Sealed {
    version: u32,
    sealed: Vec<u8>,
}

fn parse(bytes: &[u8]) -> Option<BTreeMap<String, Sealed>> {
    let (1, mut rest) = bytes.split_first().map(|(layout, rest)| (*layout, rest))? else { return None };
    let mut fields = BTreeMap::new();
    while let Some((length, after)) = rest.split_first() {
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        let (version, after) = after.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let (sealed, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let field = Sealed { version: u32::from_be_bytes(*version), sealed: sealed.to_vec() };
        fields.insert(String::from_utf8(name.to_vec()).ok()?, field);
        rest = after;
    }
    Some(fields)
}

fn to_bytes(record: &BTreeMap<String, Sealed>) -> Vec<u8> {
    let mut bytes = vec![1];
    for (name, field) in record {
        bytes.push(u8::try_from(name.len()).expect("names are short"));
        bytes.extend(name.as_bytes());
        bytes.extend(field.version.to_be_bytes());
        bytes.extend(u32::try_from(field.sealed.len()).expect("values are short").to_be_bytes());
        bytes.extend(&field.sealed);
    }
    bytes
}
