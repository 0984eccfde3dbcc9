//! An example protocol as the tests look at it: loaded, as text, and as the plain values of its files.

#![expect(dead_code, reason = "each test binary uses its own part of this")]

use std::path::PathBuf;

use waarborg_protocol::{Folder, Loaded, Unreadable, load};

pub(crate) struct Example {
    folder: PathBuf,
    pub(crate) loaded: Loaded,
}

struct OnDisk(PathBuf);

impl Folder for OnDisk {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

/// One text value: the table it stands in (`promise`), its key (`words`), the language it is marked with, and the value
/// with its line breaks.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) language: Option<String>,
    pub(crate) value: String,
}

impl Example {
    pub(crate) fn open(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
        let loaded = load(&OnDisk(folder.clone()), "protocol.toml");
        Self { folder, loaded }
    }

    /// Another file of the folder.
    pub(crate) fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).expect("the file ships with the example")
    }

    /// All files of the protocol, one after the other.
    pub(crate) fn toml(&self) -> String {
        self.loaded.written().into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
    }

    /// Every text value of every file. The words of a language stand under the key that holds them.
    pub(crate) fn texts(&self) -> Vec<Text> {
        let mut texts = Vec::new();
        for (_, text) in self.loaded.written() {
            for (table, value) in text.parse::<toml::Table>().expect("the example is TOML") {
                collect(&Text { key: table.clone(), table, language: None, value: String::new() }, &value, &mut texts);
            }
        }
        texts
    }
}

fn collect(place: &Text, value: &toml::Value, texts: &mut Vec<Text>) {
    match value {
        toml::Value::String(text) => texts.push(Text { value: text.clone(), ..place.clone() }),
        toml::Value::Array(items) => items.iter().for_each(|item| collect(place, item, texts)),
        toml::Value::Table(inner) => {
            for (name, value) in inner {
                let place = match name.as_str() {
                    "nl" | "en" => Text { language: Some(name.clone()), ..place.clone() },
                    _ => Text { key: name.clone(), ..place.clone() },
                };
                collect(&place, value, texts);
            }
        }
        _ => {}
    }
}

/// White space as single spaces.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of a text: each ends with its line, or where a full stop, question mark or exclamation mark is followed
/// by a capital.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for line in text.lines().map(squeeze) {
        let mut rest = line.as_str();
        while let Some(end) = first_end(rest) {
            let (sentence, after) = rest.split_at(end);
            sentences.push(sentence.trim().to_owned());
            rest = after;
        }
        sentences.push(rest.trim().to_owned());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn first_end(text: &str) -> Option<usize> {
    text.match_indices(['.', '?', '!'])
        .map(|(at, mark)| at + mark.len())
        .find(|end| text[*end..].starts_with(' ') && text[*end + 1..].starts_with(char::is_uppercase))
}
