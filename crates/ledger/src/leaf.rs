use serde_json::{Map, Value};
use waarborg_base::{Ctx, Digest};

use crate::{Error, canonical, commitment};

/// An event on its way into the ledger.
#[derive(Clone, Debug)]
pub struct Leaf(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Open { event: String, record: Value },
    Sealed { commitment: Digest, tag: [u8; 16], body: Vec<u8> },
}

/// A leaf as its row: what enters the tree, and what it commits to.
pub(crate) struct Made {
    pub(crate) commitment: Digest,
    pub(crate) tag: Option<[u8; 16]>,
    pub(crate) body: Vec<u8>,
}

impl Leaf {
    /// An event with no personal data in it: who has the database may read it. The members of `record` stand beside `v`, `event` and
    /// `at`, which are set here.
    pub fn open(event: &str, record: &Value) -> Self {
        Self(Kind::Open { event: event.to_owned(), record: record.clone() })
    }

    /// An event about a person. `commitment` is [`commitment`] of a random salt and the canonical record; `body` is both, sealed under
    /// the key of the person; `tag` finds it for whoever holds that key ([`Ledger::traced`](crate::Ledger::traced)).
    pub fn sealed(commitment: Digest, tag: [u8; 16], body: Vec<u8>) -> Self {
        Self(Kind::Sealed { commitment, tag, body })
    }

    pub(crate) fn make(self, ctx: &mut Ctx) -> Result<Made, Error> {
        match self.0 {
            Kind::Sealed { commitment, tag, body } => Ok(Made { commitment, tag: Some(tag), body }),
            Kind::Open { event, record } => {
                let salt: [u8; 32] = ctx.bytes();
                let record = canonical(&whole(ctx, &event, record))?;
                Ok(Made { commitment: commitment(&salt, &record), tag: None, body: [&salt[..], &record].concat() })
            }
        }
    }
}

fn whole(ctx: &Ctx, event: &str, record: Value) -> Value {
    let mut members = match record {
        Value::Object(members) => members,
        Value::Null => Map::new(),
        other => Map::from_iter([("record".to_owned(), other)]),
    };
    members.insert("v".to_owned(), 1.into());
    members.insert("event".to_owned(), event.into());
    members.insert("at".to_owned(), ctx.now.to_string().into());
    Value::Object(members)
}

/// The record in the body of an open leaf: what follows the salt.
pub fn open_record(body: &[u8]) -> Option<Value> {
    let (_, record) = body.split_at_checked(32)?;
    serde_json::from_slice(record).ok()
}
