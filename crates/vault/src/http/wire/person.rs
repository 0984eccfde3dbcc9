use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::{Changes, Fields, Hex, Text, text};
use crate::client::Client;
use crate::http::answer::Leaf;
use crate::http::call::Input;
use crate::person::{self, Choice, IfKnown};
use crate::read::{Disclosed, Given, Withheld};
use crate::rules::Grant;
use crate::{Token, Who, read};

/// A person to enter.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Create {
    /// Values by field. Each field has to be used by one of the purposes.
    fields: Fields,
    /// What the data is collected for, one purpose at least.
    #[schemars(length(min = 1))]
    purposes: Vec<String>,
    /// Where the data comes from, in the words of the protocol, such as data-subject.
    source: String,
    /// What to do when an identifier is known already.
    #[serde(default)]
    #[schemars(with = "IfKnownSchema")]
    if_known: IfKnown,
}

/// create: enter the person beside the other one. refuse: enter nobody.
#[derive(Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum IfKnownSchema {
    #[default]
    Create,
    Refuse,
}

impl Input for Create {
    type Domain = person::Create;

    fn domain(self, _: &Client) -> person::Create {
        let Self { fields, purposes, source, if_known } = self;
        person::Create { fields: fields.0, purposes, source, if_known }
    }

    fn is_for(&self, passes: impl Fn(&str) -> bool) -> bool {
        self.purposes.iter().all(|purpose| passes(purpose))
    }
}

/// The person is in the vault.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Created {
    /// What to keep instead of the data.
    #[schemars(with = "Hex")]
    pub(crate) token: Token,
    /// Fields of which the value is also that of somebody else: a possible duplicate.
    pub(crate) known: Vec<String>,
    /// Purposes that the person objected to in the past, and is bound by from the start.
    pub(crate) objected: Vec<String>,
    /// The number of the leaf in the ledger.
    pub(crate) leaf: i64,
}

impl Leaf for Created {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// A read for a purpose. Names the person by a token, or by an identifier.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Read {
    /// Of whom.
    who: Whom,
    /// What for, as the protocol names it.
    purpose: String,
    /// Only these fields; all that the purpose uses when left out.
    #[serde(default)]
    fields: Option<Vec<String>>,
}

/// Whom a call is about: exactly one of the two.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Whom {
    /// Whoever has this token.
    Token(#[schemars(with = "Hex")] Token),
    /// Whoever has this value in a field that the vault can look up.
    Identifier(Identifier),
}

/// A value in a field that the vault can look up.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identifier {
    /// The field, such as contact.email.
    field: String,
    /// The value, in any spelling.
    value: Text,
}

impl Input for Read {
    type Domain = read::Read;

    fn domain(self, client: &Client) -> read::Read {
        // What the client may not ask for is withheld under that reason, and an unknown purpose is told as such.
        let grant = if client.may_for(&self.purpose) { Grant::any() } else { Grant::of([]) };
        let who = match self.who {
            Whom::Token(token) => Who::Token(token),
            Whom::Identifier(Identifier { field, value }) => Who::Identifier { field, value: value.0 },
        };
        read::Read { who, purpose: self.purpose, grant, fields: self.fields }
    }
}

/// What leaves the vault, and what does not.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ReadAnswer {
    /// The token of the person.
    #[schemars(with = "Hex")]
    token: Token,
    /// Fields that are given.
    #[serde(serialize_with = "given")]
    #[schemars(with = "BTreeMap<String, GivenSchema>")]
    given: Vec<Given>,
    /// Fields that are not, each with the reason.
    #[serde(serialize_with = "withheld")]
    #[schemars(with = "BTreeMap<String, String>")]
    withheld: Vec<Withheld>,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

/// A field that is given.
#[derive(Serialize, JsonSchema)]
struct GivenSchema<'a> {
    /// Its value.
    #[schemars(with = "Text")]
    value: text::Given<'a>,
    /// Where the value came from.
    source: &'a str,
    /// Since when the vault has this value.
    #[schemars(extend("format" = "date-time"))]
    at: String,
}

fn given<S: Serializer>(given: &[Given], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(given.len()))?;
    for one in given {
        let value = GivenSchema { value: text::Given(&one.value), source: one.source, at: one.at.to_string() };
        map.serialize_entry(&one.field, &value)?;
    }
    map.end()
}

fn withheld<S: Serializer>(withheld: &[Withheld], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(withheld.iter().map(|one| (&one.field, one.reason.as_str())))
}

impl From<Disclosed> for ReadAnswer {
    fn from(disclosed: Disclosed) -> Self {
        let Disclosed { token, given, withheld, arrival } = disclosed;
        Self { token, given, withheld, leaf: arrival }
    }
}

impl Leaf for ReadAnswer {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// A look-up by identifier.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Find {
    /// The field, such as contact.email.
    field: String,
    /// The value, in any spelling.
    value: Text,
}

impl Input for Find {
    type Domain = person::Find;

    fn domain(self, _: &Client) -> person::Find {
        person::Find { field: self.field, value: self.value.0 }
    }
}

/// Who has an identifier: nobody, one, or several who share it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Found {
    /// One token for each person.
    #[schemars(with = "Vec<Hex>")]
    pub(crate) tokens: Vec<Token>,
}

impl Leaf for Found {
    const LEAF: bool = false;

    fn leaf(&self) -> Option<i64> {
        None
    }
}

/// A correction.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correct {
    /// Whose data.
    #[schemars(with = "Hex")]
    token: Token,
    /// New values by field; null takes a value out.
    fields: Changes,
    /// Where the new values come from.
    source: String,
}

impl Input for Correct {
    type Domain = person::Correct;

    fn domain(self, _: &Client) -> person::Correct {
        person::Correct { token: self.token, fields: self.fields.0, source: self.source }
    }
}

/// What a correction came to.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Corrected {
    /// Fields that changed.
    changed: Vec<String>,
    /// Fields that were so already.
    unchanged: Vec<String>,
    /// Fields of which the new value is also that of somebody else: a possible duplicate.
    known: Vec<String>,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<person::Corrected> for Corrected {
    fn from(corrected: person::Corrected) -> Self {
        let person::Corrected { changed, unchanged, known, arrival } = corrected;
        Self { changed, unchanged, known, leaf: arrival }
    }
}

impl Leaf for Corrected {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

/// Two records of one person, to become one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Merge {
    /// The record that stays.
    #[schemars(with = "Hex")]
    survivor: Token,
    /// The record that goes into it. Its tokens keep working.
    #[schemars(with = "Hex")]
    other: Token,
    /// For each field in which the two differ: whose value is right.
    #[serde(default)]
    choices: Choices,
}

/// By field, whose value is right: survivor or other.
#[derive(Default, JsonSchema)]
#[schemars(with = "BTreeMap<String, ChoiceSchema>")]
struct Choices(Vec<(String, Choice)>);

impl<'de> Deserialize<'de> for Choices {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(text::Members::new()).map(Self)
    }
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum ChoiceSchema {
    Survivor,
    Other,
}

impl Input for Merge {
    type Domain = person::Merge;

    fn domain(self, _: &Client) -> person::Merge {
        person::Merge { survivor: self.survivor, other: self.other, choices: self.choices.0 }
    }
}

/// What a merge came to.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Merged {
    /// The token of the record that stays.
    #[schemars(with = "Hex")]
    token: Token,
    /// Fields that the record now has from the other one.
    taken: Vec<String>,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl From<person::Merged> for Merged {
    fn from(merged: person::Merged) -> Self {
        let person::Merged { token, taken, arrival } = merged;
        Self { token, taken, leaf: arrival }
    }
}

impl Leaf for Merged {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}
