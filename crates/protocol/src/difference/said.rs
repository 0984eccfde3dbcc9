//! A protocol back as plain data: what every key says, whatever its type.
//!
//! The declarations in [`crate::model`] implement [`Say`] themselves, and every type of a key has to, or nothing compiles.
//! So a comparison of two trees cannot overlook a key that somebody adds to the language tomorrow.

use jiff::civil::Date;

use crate::model::{
    At, CookieLife, Country, DataRef, Email, FideslangKey, Language, Map, Period, Phone, Ref, Settings, Target, Term,
    TimeZone, Url, Words,
};

/// What one key or table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The key is not there.
    Nothing,
    /// Text as written.
    Text(String),
    /// A word of a closed set.
    Word(&'static str),
    /// Yes or no.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// A date.
    Date(Date),
    /// A length of time.
    Period(Period),
    /// Words for people, by language.
    Words(Vec<(Language, String)>),
    /// The id of an entry elsewhere.
    Id {
        /// The table it stands in.
        table: &'static str,
        /// The id.
        id: String,
    },
    /// A list, in the order written.
    List(Vec<Said>),
    /// A table; with the word in `kind` if that decides which keys it has.
    Table {
        /// The word in `kind`.
        kind: Option<&'static str>,
        /// Every key of the language, said or not.
        keys: Vec<(&'static str, Said)>,
    },
    /// Tables with ids.
    Entries(Vec<(String, Said)>),
}

impl Said {
    /// What stands under a key or an id.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table { keys, .. } => keys.iter().find(|(name, _)| *name == key).map(|(_, said)| said),
            Self::Entries(entries) => entries.iter().find(|(id, _)| id == key).map(|(_, said)| said),
            _ => None,
        }
    }

    /// What stands at the end of a path; `None` if the path leads nowhere or nothing is said there.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |said, key| said.get(key)).filter(|said| !said.is_nothing())
    }

    #[doc(hidden)]
    pub fn of_kind(self, word: &'static str) -> Self {
        match self {
            Self::Table { keys, .. } => Self::Table { kind: Some(word), keys },
            other => other,
        }
    }

    /// Whether nothing is said.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// The items of a list; of anything else none.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}

/// A type that can tell what was written.
pub trait Say {
    /// What it says.
    fn said(&self) -> Said;
}

impl Say for String {
    fn said(&self) -> Said {
        Said::Text(self.clone())
    }
}

impl Say for bool {
    fn said(&self) -> Said {
        Said::Truth(*self)
    }
}

impl Say for i64 {
    fn said(&self) -> Said {
        Said::Number(*self)
    }
}

impl Say for Date {
    fn said(&self) -> Said {
        Said::Date(*self)
    }
}

impl Say for Period {
    fn said(&self) -> Said {
        Said::Period(self.clone())
    }
}

impl Say for Words {
    fn said(&self) -> Said {
        let mut texts: Vec<(Language, String)> =
            self.all().map(|(language, text)| (language, text.to_owned())).collect();
        texts.sort();
        Said::Words(texts)
    }
}

/// Texts with a form of their own are compared as they were written.
macro_rules! said_as_text {
    ($($name:ident),*) => { $(
        impl Say for $name {
            fn said(&self) -> Said {
                Said::Text(self.as_str().to_owned())
            }
        }
    )* };
}

said_as_text!(Email, Url, Phone, Country, TimeZone, Term, FideslangKey);

impl Say for CookieLife {
    fn said(&self) -> Said {
        match self {
            Self::Session => Said::Word("session"),
            Self::For(period) => period.said(),
        }
    }
}

impl<T: Target> Say for Ref<T> {
    fn said(&self) -> Said {
        Said::Id { table: T::TABLE, id: self.id.clone() }
    }
}

impl Say for DataRef {
    fn said(&self) -> Said {
        Said::Id { table: "category", id: self.to_string() }
    }
}

impl Say for Settings {
    fn said(&self) -> Said {
        Said::Entries(self.0.iter().map(|(key, value)| (key.clone(), value.said())).collect())
    }
}

impl<T: Say> Say for At<T> {
    fn said(&self) -> Said {
        self.value.said()
    }
}

impl<T: Say> Say for Option<T> {
    fn said(&self) -> Said {
        self.as_ref().map_or(Said::Nothing, Say::said)
    }
}

impl<T: Say> Say for Vec<T> {
    fn said(&self) -> Said {
        Said::List(self.iter().map(Say::said).collect())
    }
}

impl<T: Say> Say for Map<T> {
    fn said(&self) -> Said {
        Said::Entries(self.iter().map(|named| (named.id.clone(), named.value.said())).collect())
    }
}
