//! Words that people read, in each language of the protocol.

use super::node::{Node, Value};
use super::{FromNode, Reader};
use crate::schema::Schemas;
use crate::source::Span;

crate::choice! {
    /// A language of the statement (ISO 639-1).
    #[derive(PartialOrd, Ord)]
    pub enum Language {
        /// Dutch.
        Nl = "nl",
        /// English.
        En = "en",
    }
}

/// A text for people, per language. A plain string stands for the first of the controller's languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    texts: Vec<(Language, String)>,
    /// Where the words stand.
    pub span: Span,
}

/// In which languages one text of the protocol stands, for the check that none is missing.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    pub(crate) span: Span,
    pub(crate) languages: Vec<Language>,
    /// Whether it is one string, written without a language.
    pub(crate) plain: bool,
}

impl Words {
    /// The text in exactly this language.
    pub fn in_language(&self, language: Language) -> Option<&str> {
        self.texts.iter().find(|(spoken, _)| *spoken == language).map(|(_, text)| text.as_str())
    }

    /// The text in this language, or else the first there is, with the language it is in.
    pub fn best(&self, language: Language) -> (Language, &str) {
        self.in_language(language).map_or_else(|| (self.texts[0].0, self.texts[0].1.as_str()), |text| (language, text))
    }

    /// Every text with its language.
    pub fn all(&self) -> impl Iterator<Item = (Language, &str)> {
        self.texts.iter().map(|(language, text)| (*language, text.as_str()))
    }
}

impl FromNode for Words {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let texts = match &node.value {
            Value::Text(_) => vec![(reader.language, text(node, reader)?)],
            Value::Table(table) => {
                let mut texts = Vec::new();
                for entry in &table.entries {
                    let Some(language) = Language::from_word(&entry.key) else {
                        let message = format!("unknown language `{}`", entry.key);
                        reader.bad_value(
                            entry.key_span,
                            message,
                            super::suggest(&entry.key, Language::WORDS, "language"),
                        );
                        return None;
                    };
                    texts.push((language, text(&entry.node, reader)?));
                }
                if texts.is_empty() {
                    reader.wrong_type(node, "text, or a text per language such as { nl = \"…\", en = \"…\" }");
                    return None;
                }
                texts
            }
            _ => {
                reader.wrong_type(node, "text, or a text per language such as { nl = \"…\", en = \"…\" }");
                return None;
            }
        };
        let languages = texts.iter().map(|(language, _)| *language).collect();
        let plain = matches!(node.value, Value::Text(_));
        reader.words.push(Spoken { span: node.span, languages, plain });
        Some(Self { texts, span: node.span })
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        let text = serde_json::json!({ "type": "string", "minLength": 1 });
        let languages: serde_json::Map<String, serde_json::Value> =
            Language::WORDS.iter().map(|word| ((*word).to_owned(), text.clone())).collect();
        serde_json::json!({ "anyOf": [
            text,
            { "type": "object", "properties": languages, "additionalProperties": false, "minProperties": 1 },
        ] })
    }
}

fn text(node: &Node, reader: &mut Reader) -> Option<String> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Text(_) => {
            reader.bad_value(node.span, "this text is empty".into(), "Write the words, or leave the key out.".into());
            None
        }
        _ => {
            reader.wrong_type(node, "text");
            None
        }
    }
}
