use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

use crate::rules::{Exemption, HoldGround, Objection, Override, Restriction};

/// A ground that the law names, in JSON its word.
pub(crate) struct Ground<T>(pub(crate) T);

/// A list of grounds that the law names.
pub(crate) trait Grounds: Copy + 'static {
    const NAME: &'static str;
    const ALL: &'static [Self];
    fn word(self) -> &'static str;
}

macro_rules! grounds {
    ($($name:ident),+) => {$(
        impl Grounds for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = $name::ALL;
            fn word(self) -> &'static str {
                self.as_str()
            }
        }
    )+};
}

grounds!(Restriction, Exemption, Objection, Override, HoldGround);

fn words<T: Grounds>() -> Vec<&'static str> {
    T::ALL.iter().map(|ground| ground.word()).collect()
}

impl<'de, T: Grounds> Deserialize<'de> for Ground<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <Cow<'de, str>>::deserialize(deserializer)?;
        let found = T::ALL.iter().find(|ground| ground.word() == word);
        let expected = || format!("one of {}", words::<T>().join(", "));
        found.copied().map(Self).ok_or_else(|| D::Error::invalid_value(Unexpected::Other("word"), &expected().as_str()))
    }
}

impl<T: Grounds> JsonSchema for Ground<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": words::<T>() })
    }
}
