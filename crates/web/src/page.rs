use askama::Template;

use crate::words::Words;
use crate::{Lang, SafeHtml, WORDS, files};

/// One page: what a room fills in. [`crate::Shell`] puts the frame around it.
#[derive(Clone, Debug)]
pub struct Page {
    pub(crate) lang: Lang,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) index: bool,
    pub(crate) body: SafeHtml,
}

impl Page {
    /// A page with this title and this body. The body holds the one `<h1>`; the frame holds everything around it.
    pub fn new(lang: Lang, title: impl Into<String>, body: SafeHtml) -> Self {
        Self { lang, title: title.into(), description: None, path: None, index: false, body }
    }

    /// The page's own address, `/nl/…`. The other language has the same address under its own code; both are named in the
    /// head and in the language switch. Without it (error pages), the switch leads to the first page and nothing is indexed.
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self.index = true;
        self
    }

    /// One sentence for search engines and link previews.
    pub fn about(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Keeps the page out of search engines: forms, links for one person, old versions.
    pub fn unlisted(mut self) -> Self {
        self.index = false;
        self
    }

    /// The same page after a form with errors: its title says so first, because a screen reader reads it first.
    pub fn with_errors(mut self) -> Self {
        self.title = WORDS.words(self.lang).with("title-with-errors", &[("title", self.title.into())]);
        self
    }
}

/// A link at the foot of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FootLink {
    /// The address after the language: `/privacy` leads to `/nl/privacy` and `/en/privacy`.
    pub path: String,
    /// The text in Dutch.
    pub nl: String,
    /// The text in English.
    pub en: String,
}

/// What is the same on every page of this installation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The name of the controller.
    pub organisation: String,
    /// Where visitors reach this server, without a slash at the end.
    pub public_url: String,
    /// Marks every page as a demo with invented data.
    pub demo: bool,
    /// The links at the foot, in order.
    pub foot: Vec<FootLink>,
}

impl Frame {
    /// A link at the foot: `path` after the language, and the text in each language.
    pub fn link(mut self, path: impl Into<String>, nl: impl Into<String>, en: impl Into<String>) -> Self {
        self.foot.push(FootLink { path: path.into(), nl: nl.into(), en: en.into() });
        self
    }

    /// The whole document.
    pub(crate) fn render(&self, page: &Page) -> String {
        let Page { lang, title, description, path, index, body } = page;
        let words = WORDS.words(*lang);
        let links = self.foot.iter().map(|link| Link {
            href: format!("/{lang}{}", link.path),
            text: match lang {
                Lang::Nl => &link.nl,
                Lang::En => &link.en,
            },
            here: path.as_ref().is_some_and(|path| path.strip_prefix(&format!("/{lang}")) == Some(&link.path)),
        });
        let other = |lang: Lang| Language {
            lang,
            href: path.as_ref().and_then(|path| lang.same_page(path)).unwrap_or_else(|| format!("/{lang}{HOME}")),
        };
        let template = Base {
            words,
            frame: self,
            title,
            description: description.as_deref(),
            path: path.as_deref(),
            index: *index,
            body,
            home: format!("/{lang}{HOME}"),
            links: links.collect(),
            languages: Lang::ALL.into_iter().map(other).collect(),
            stylesheet: files::address("site.css"),
            icon: files::address("icon.svg"),
        };
        template.render().expect("writing into a string cannot fail, and the frame calls nothing else")
    }
}

/// Where the name in the header leads, after the language.
pub(crate) const HOME: &str = "/privacy";

struct Link<'a> {
    href: String,
    text: &'a str,
    here: bool,
}

struct Language {
    lang: Lang,
    href: String,
}

#[derive(Template)]
#[template(path = "base.html")]
struct Base<'a> {
    words: Words,
    frame: &'a Frame,
    title: &'a str,
    description: Option<&'a str>,
    path: Option<&'a str>,
    index: bool,
    body: &'a SafeHtml,
    home: String,
    links: Vec<Link<'a>>,
    languages: Vec<Language>,
    stylesheet: &'static str,
    icon: &'static str,
}
