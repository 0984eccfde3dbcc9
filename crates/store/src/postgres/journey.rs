use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Row, Statement};

use crate::Value;

/// Something to send to the server.
pub(super) struct Parcel<'v> {
    /// Whose fault it is if it fails.
    pub(super) name: &'static str,
    pub(super) contents: Contents<'v>,
}

pub(super) enum Contents<'v> {
    /// BEGIN, COMMIT.
    Command(&'static str),
    /// A statement of which the rows that it changes are counted.
    Change { prepared: Statement, values: Vec<Value<'v>>, granted: Granted },
    /// A statement of which the rows are wanted.
    Ask { prepared: Statement, values: Vec<Value<'v>> },
}

/// What is taken for granted of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Granted {
    Nothing,
    /// It changes one row.
    One,
    /// The row that it adds is new, or it fails.
    New,
}

/// What came back.
pub(super) enum Answer {
    Done,
    Changed(u64),
    Rows(Vec<Row>),
}

impl Parcel<'_> {
    async fn send(&self, client: &Client) -> Result<Answer, Error> {
        match &self.contents {
            Contents::Command(sql) => client.batch_execute(sql).await.map(|()| Answer::Done),
            Contents::Change { prepared, values, .. } => {
                client.execute(prepared, &parameters(values)).await.map(Answer::Changed)
            }
            Contents::Ask { prepared, values } => client.query(prepared, &parameters(values)).await.map(Answer::Rows),
        }
    }
}

fn parameters<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

type Reply<'p> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + 'p>>;

/// Sends everything, in order, without waiting in between; the answers in the same order. The server does one after the other, and
/// goes on after one that fails: in a transaction, whatever follows fails too.
pub(super) async fn travel(client: &Client, parcels: &[Parcel<'_>]) -> Vec<Result<Answer, Error>> {
    let mut replies: Vec<Reply<'_>> = parcels.iter().map(|parcel| Box::pin(parcel.send(client)) as Reply<'_>).collect();
    let mut answers: Vec<Option<Result<Answer, Error>>> = parcels.iter().map(|_| None).collect();
    // A parcel leaves when its reply is first looked at, so the first round sends all of them in order.
    poll_fn(|context| {
        for (reply, answer) in replies.iter_mut().zip(&mut answers).filter(|(_, answer)| answer.is_none()) {
            if let Poll::Ready(came) = reply.as_mut().poll(context) {
                *answer = Some(came);
            }
        }
        if answers.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}
