//! A line of text that knows which language it is in, where it links to, and what is missing in it.

use std::fmt;

use askama::Template;
use waarborg_web::Lang;

/// A line of text.
///
/// It is data, not HTML: the same line becomes a page, a cell of a spreadsheet and a side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Run>);

/// A stretch of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// In the language of the page.
    Plain(String),
    /// In another language than the page.
    Foreign(Lang, String),
    /// Emphasised.
    Strong(String),
    /// Leads elsewhere.
    Link {
        /// Where to.
        href: String,
        /// What the link says.
        text: Box<Run>,
    },
    /// A small label.
    Tag(String),
    /// Is new in the later of two versions.
    Inserted(String),
    /// Was in the earlier of two versions only.
    Deleted(String),
    /// Says that something is not stated, and which item of the Art. 13/14 checklist that leaves open.
    Missing {
        /// What is said in its place.
        text: String,
        /// Number of the checklist item.
        item: u8,
    },
}

impl Text {
    /// Text in the language of the page.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Run::Plain(text.into())])
    }

    /// Emphasised text.
    pub fn strong(text: impl Into<String>) -> Self {
        Self(vec![Run::Strong(text.into())])
    }

    /// A small label.
    pub fn tag(text: impl Into<String>) -> Self {
        Self(vec![Run::Tag(text.into())])
    }

    /// What is new in the later of two versions.
    pub fn inserted(text: impl Into<String>) -> Self {
        Self(vec![Run::Inserted(text.into())])
    }

    /// What was in the earlier of two versions only.
    pub fn deleted(text: impl Into<String>) -> Self {
        Self(vec![Run::Deleted(text.into())])
    }

    /// A link.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self(vec![Run::Link { href: href.into(), text: Box::new(Run::Plain(text.into())) }])
    }

    /// Text in `spoken` on a page in `page`.
    pub fn said(page: Lang, spoken: Lang, text: &str) -> Self {
        Self(vec![run(page, spoken, text)])
    }

    /// What stands where something is not stated.
    pub fn missing(text: impl Into<String>, item: u8) -> Self {
        Self(vec![Run::Missing { text: text.into(), item }])
    }

    /// The same text, every part of it leading to `href`.
    pub fn linked(self, href: &str) -> Self {
        let link = |run| Run::Link { href: href.to_owned(), text: Box::new(run) };
        Self(self.0.into_iter().map(link).collect())
    }

    /// This text with `next` after it.
    pub fn then(mut self, next: impl Into<Self>) -> Self {
        self.0.extend(next.into().0);
        self
    }

    /// The texts, with `between` between them.
    pub fn joined(texts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = Self::default();
        for text in texts {
            if !joined.0.is_empty() {
                joined = joined.then(between);
            }
            joined = joined.then(text);
        }
        joined
    }

    /// The texts as people list them: "a, b or c", with `last` for the word before the last.
    pub fn listed(texts: Vec<Self>, last: &str) -> Self {
        let count = texts.len();
        let mut listed = Self::default();
        for (at, text) in texts.into_iter().enumerate() {
            listed = match at {
                0 => text,
                at if at + 1 == count => listed.then(format!(" {last} ")).then(text),
                _ => listed.then(", ").then(text),
            };
        }
        listed
    }

    /// This text without `sign` at its end: a sentence that goes on.
    pub fn without_end(mut self, sign: char) -> Self {
        if let Some(Run::Plain(text) | Run::Foreign(_, text) | Run::Strong(text)) = self.0.last_mut() {
            text.truncate(text.trim_end_matches(sign).len());
        }
        self
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text().is_empty())
    }

    /// Checklist items that this text leaves open.
    pub fn open_items(&self) -> impl Iterator<Item = u8> {
        self.0.iter().filter_map(|run| match run {
            Run::Missing { item, .. } => Some(*item),
            _ => None,
        })
    }

    /// The words alone, without links and languages.
    pub fn words(&self) -> String {
        self.0.iter().map(Run::text).collect()
    }
}

impl Run {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text)
            | Self::Foreign(_, text)
            | Self::Strong(text)
            | Self::Tag(text)
            | Self::Inserted(text)
            | Self::Deleted(text)
            | Self::Missing { text, .. } => text,
            Self::Link { text, .. } => text.text(),
        }
    }
}

fn run(page: Lang, spoken: Lang, text: &str) -> Run {
    // The line breaks of the source are no line breaks of the text.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if page == spoken { Run::Plain(text) } else { Run::Foreign(spoken, text) }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

#[derive(Template)]
#[template(path = "text.html")]
struct Html<'a> {
    runs: &'a [Run],
}

/// As HTML, escaped.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Html { runs: &self.0 }, f)
    }
}

impl askama::filters::HtmlSafe for Text {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_escapes_and_marks_its_language() {
        let text = Text::plain("a < b & ").then(Text::said(Lang::Nl, Lang::En, "safe\n  \"words\"")).then(".");
        assert_eq!(text.to_string(), "a &#60; b &#38; <span lang=\"en\">safe &#34;words&#34;</span>.");
        assert_eq!(text.words(), "a < b & safe \"words\".");
        let link = Text::said(Lang::Nl, Lang::En, "x").linked("https://a.test/?a=\"&b");
        assert_eq!(link.to_string(), "<a href=\"https://a.test/?a=&#34;&#38;b\"><span lang=\"en\">x</span></a>");
    }
}
