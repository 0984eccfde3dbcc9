//! The same records in PostgreSQL: one table with every attribute copied into each record, nine indices on them, and an audit row in the
//! statement of each query, so that it is durable with it. One journey a query.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, NoTls, Statement};
use waarborg_testkit::Postgres;

use super::mix::{DECISIONS, OBJECTIONS, PURPOSES, Query, Size, TENS, data, new_data};
use super::{Asker, Side};

const COLUMNS: &str = "pur, ttl, usr, obj, decs, acl, shr, src, cat";

pub(super) struct Relational {
    _server: Postgres,
    url: String,
    size: Size,
    /// Queries that ran again because others held their rows in another order.
    deadlocks: AtomicU64,
}

/// The statements, prepared on one connection.
struct Connected<'s> {
    side: &'s Relational,
    client: Client,
    prepared: Vec<(&'static str, Statement)>,
}

fn attributes(size: Size, record: u64) -> Vec<String> {
    let (people, tens) = (size.people(), TENS);
    let pools = [PURPOSES, tens, people, OBJECTIONS, DECISIONS, tens, tens, tens, tens];
    COLUMNS.split(", ").zip(pools).map(|(column, pool)| format!("{column}{}", record % pool)).collect()
}

impl Relational {
    pub(super) fn load(size: Size) -> Result<Self> {
        let server = Postgres::start();
        let url = server.database();
        let mut client = Client::connect(&url, NoTls)?;
        let columns = COLUMNS.split(", ").map(|column| format!("{column} text")).collect::<Vec<_>>().join(", ");
        client.batch_execute(&format!(
            "create table rec (k text primary key, {columns}, data text);
             create table audit (id bigserial primary key, t timestamptz default now(), who text, op text, cond text)"
        ))?;
        let records: Vec<u64> = (0..size.records).collect();
        for some in records.chunks(1_000) {
            let mut rows = String::from("insert into rec values ");
            for (place, record) in some.iter().enumerate() {
                let comma = if place > 0 { "," } else { "" };
                let attributes = attributes(size, *record).join("','");
                write!(rows, "{comma}('key{record}','{attributes}','{}')", data(*record))?;
            }
            client.batch_execute(&rows)?;
        }
        for column in COLUMNS.split(", ") {
            client.batch_execute(&format!("create index rec_{column} on rec ({column})"))?;
        }
        for rest in ["vacuum analyze rec", "checkpoint"] {
            client.batch_execute(rest)?;
        }
        Ok(Self { _server: server, url, size, deadlocks: AtomicU64::new(0) })
    }

    pub(super) fn deadlocks(&self) -> u64 {
        self.deadlocks.load(Ordering::Relaxed)
    }
}

impl Side for Relational {
    fn asker(&self) -> Result<Box<dyn Asker + '_>> {
        let client = Client::connect(&self.url, NoTls)?;
        Ok(Box::new(Connected { side: self, client, prepared: Vec::new() }))
    }

    fn bytes(&self) -> Result<u64> {
        let mut client = Client::connect(&self.url, NoTls)?;
        let bytes: i64 = client.query_one("select pg_total_relation_size('rec')", &[])?.get(0);
        Ok(u64::try_from(bytes)?)
    }
}

impl Connected<'_> {
    /// Runs one statement with its audit row; the answer has one column of text.
    fn ask(&mut self, sql: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Option<String>>> {
        let known = self.prepared.iter().find(|(text, _)| *text == sql).map(|(_, statement)| statement.clone());
        let statement = match known {
            Some(statement) => statement,
            None => {
                let whole =
                    format!("with audited as (insert into audit (who, op, cond) values ('role', 'op', $1)) {sql}");
                let statement = self.client.prepare(&whole)?;
                self.prepared.push((sql, statement.clone()));
                statement
            }
        };
        loop {
            match self.client.query(&statement, values) {
                Ok(rows) => return Ok(rows.iter().map(|row| row.get(0)).collect()),
                Err(error) if error.code() == Some(&SqlState::T_R_DEADLOCK_DETECTED) => {
                    self.side.deadlocks.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn user(&self, record: u64) -> String {
        format!("usr{}", self.side.size.user(record))
    }
}

impl Asker for Connected<'_> {
    fn ask(&mut self, query: Query) -> Result<bool> {
        let size = self.side.size;
        let key = |record: u64| format!("key{record}");
        Ok(match query {
            Query::Create { record } => {
                let mut values = vec![key(record)];
                values.extend(attributes(size, record));
                values.push(data(record));
                let values: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                let sql = "insert into rec values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning k";
                self.ask(sql, &values)?.len() == 1
            }
            Query::DeleteByUser { user } => {
                // Nine, when the customer has deleted one before.
                self.ask("delete from rec where usr = $1 returning k", &[&format!("usr{user}")])?.len() >= 9
            }
            Query::DeleteByKey { record } => {
                self.ask("delete from rec where k = $1 returning k", &[&key(record)])?.len() == 1
            }
            Query::UpdateMetadataByPurpose { purpose } => {
                let sql = "update rec set shr = $2 where pur = $1 returning k";
                !self.ask(sql, &[&format!("pur{purpose}"), &format!("shr{}", purpose % TENS)])?.is_empty()
            }
            Query::UpdateMetadataByShare { share } => {
                let sql = "update rec set acl = $2 where shr = $1 returning k";
                !self.ask(sql, &[&format!("shr{share}"), &format!("acl{}", share % TENS)])?.is_empty()
            }
            Query::UpdateMetadataByUser { user, category } => {
                let sql = "update rec set cat = $2 where usr = $1 returning k";
                self.ask(sql, &[&format!("usr{user}"), &format!("cat{category}")])?.len() >= 9
            }
            Query::UpdateMetadataByKey { record, category } => {
                let sql = "update rec set cat = $2 where k = $1 returning k";
                self.ask(sql, &[&key(record), &format!("cat{category}")])?.len() == 1
            }
            Query::UpdateDataByKey { record } => {
                let sql = "update rec set data = $2 where k = $1 returning k";
                self.ask(sql, &[&key(record), &new_data(record)])?.len() == 1
            }
            Query::ReadDataByKey { record } => {
                self.ask("select data from rec where k = $1", &[&key(record)])? == [Some(data(record))]
            }
            Query::ReadDataByUser { user } => {
                let found = self.ask("select data from rec where usr = $1", &[&format!("usr{user}")])?;
                found.len() >= 9 && found.iter().flatten().all(|data| data.len() == 100)
            }
            Query::ReadDataByPurpose { purpose } => {
                let found = self.ask("select data from rec where pur = $1", &[&format!("pur{purpose}")])?;
                found.len() as u64 == size.records / PURPOSES
            }
            Query::ReadDataByObjection { objection } => {
                let found = self.ask("select data from rec where obj = $1", &[&format!("obj{objection}")])?;
                found.len() as u64 == size.records / OBJECTIONS
            }
            Query::ReadDataByDecision { decision } => {
                let found = self.ask("select data from rec where decs = $1", &[&format!("decs{decision}")])?;
                found.len() as u64 == size.records / DECISIONS
            }
            Query::ReadMetadataByKey { record } => {
                let sql = "select concat_ws(' ', pur, ttl, usr, obj, decs, acl, shr, src, cat) from rec where k = $1";
                let (found, user) = (self.ask(sql, &[&key(record)])?, self.user(record));
                matches!(&found[..], [Some(found)] if found.contains(&user))
            }
            Query::ReadMetadataByUser { user } => {
                let sql = "select concat_ws(' ', pur, ttl, usr, obj, decs, acl, shr, src, cat) from rec where usr = $1";
                let user = format!("usr{user}");
                let found = self.ask(sql, &[&user])?;
                found.len() as u64 == super::mix::PER_PERSON
                    && found.iter().flatten().all(|found| found.contains(&user))
            }
            Query::Logs { user } => {
                let sql =
                    "select concat_ws(' ', t, who, op, cond) from audit where id > length($1) order by id limit 100";
                !self.ask(sql, &[&format!("usr{user}")])?.is_empty()
            }
            Query::VerifyDeletion { gone } => {
                self.ask("select k from rec where k = $1", &[&format!("gone{gone}")])?.is_empty()
            }
        })
    }
}
