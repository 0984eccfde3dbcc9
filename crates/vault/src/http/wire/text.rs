use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use waarborg_base::Personal;

use crate::person::Change;

/// A value about a person, as JSON: for most kinds of fields a string, for an address an object.
pub(crate) struct Text(pub(crate) Personal<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json: Box<RawValue> = Box::deserialize(deserializer)?;
        Ok(Self(Personal::new(String::from(Box::<str>::from(json)))))
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A value in any spelling of its kind: a string for most kinds, an object for an address.",
            "type": ["string", "object", "boolean", "number"],
        })
    }
}

/// A value that leaves, written into the answer as it was sealed.
pub(crate) struct Given<'a>(pub(crate) &'a Personal<String>);

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The one who asked is allowed to see it: the vault gave it, and the ledger says so.
        let json: &RawValue = serde_json::from_str(self.0.reveal()).map_err(serde::ser::Error::custom)?;
        json.serialize(serializer)
    }
}

/// How a token, an id or another 128 bits look. Only for descriptions.
pub(crate) struct Hex;

impl JsonSchema for Hex {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9a-fA-F]{32}$", "description": "32 hexadecimal digits." })
    }
}

/// Most members that an object of fields may have.
const MOST_FIELDS: usize = 256;

/// Values by field, in JSON an object. A field that is there twice is refused.
pub(crate) struct Fields(pub(crate) Vec<(String, Personal<String>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: Vec<(String, Text)> = deserializer.deserialize_map(Members::new())?;
        Ok(Self(members.into_iter().map(|(field, value)| (field, value.0)).collect()))
    }
}

impl JsonSchema for Fields {
    fn schema_name() -> Cow<'static, str> {
        "Fields".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "Values by field, such as contact.email.",
            "maxProperties": MOST_FIELDS,
            "additionalProperties": generator.subschema_for::<Text>(),
        })
    }
}

/// New values by field, in JSON an object; `null` takes a value out.
pub(crate) struct Changes(pub(crate) Vec<(String, Change)>);

impl<'de> Deserialize<'de> for Changes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members: Vec<(String, Option<Text>)> = deserializer.deserialize_map(Members::new())?;
        let change = |value: Option<Text>| value.map_or(Change::Remove, |text| Change::Set(text.0));
        Ok(Self(members.into_iter().map(|(field, value)| (field, change(value))).collect()))
    }
}

impl JsonSchema for Changes {
    fn schema_name() -> Cow<'static, str> {
        "Changes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "New values by field; null takes a value out.",
            "maxProperties": MOST_FIELDS,
            "additionalProperties": { "anyOf": [generator.subschema_for::<Text>(), { "type": "null" }] },
        })
    }
}

/// Reads an object as its members, each name once.
pub(crate) struct Members<T>(std::marker::PhantomData<T>);

impl<T> Members<T> {
    pub(crate) fn new() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = Vec<(String, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a member for each field")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members: Vec<(String, T)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if members.iter().any(|(other, _)| *other == name) {
                return Err(A::Error::custom("duplicate field"));
            }
            if members.len() == MOST_FIELDS {
                return Err(A::Error::custom("invalid length, expected at most 256 fields"));
            }
            members.push((name, map.next_value()?));
        }
        Ok(members)
    }
}
