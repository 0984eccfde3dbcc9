//! A protocol as one reader sees it: in one language, with dates, periods, countries and terms in words.

use jiff::civil::Date;
use waarborg_protocol::Protocol;
use waarborg_protocol::model::{
    self, Control, Country, DataRef, Language, Named, Period, Promise, Recipient, StatementPart,
};
use waarborg_web::{Lang, Value};

use crate::WORDS;
use crate::document::{Block, Callout};
use crate::text::Text;
use crate::{country, law, period};

/// A protocol in one language.
#[derive(Clone, Copy)]
pub(crate) struct Edition<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) lang: Lang,
}

impl<'a> Edition<'a> {
    pub(crate) fn new(protocol: &'a Protocol, lang: Lang) -> Self {
        Self { protocol, lang }
    }

    /// One of our own phrases.
    pub(crate) fn get(self, key: &str) -> String {
        WORDS.words(self.lang).get(key).into_owned()
    }

    /// One of our own phrases, filled in.
    pub(crate) fn with(self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        WORDS.words(self.lang).with(key, arguments)
    }

    /// The phrase for a word of the language: `role-processor` for `role` and `processor`.
    pub(crate) fn word(self, prefix: &str, word: &str) -> String {
        self.get(&format!("{prefix}-{word}"))
    }

    /// The controller's name.
    pub(crate) fn organisation(self) -> &'a str {
        &self.protocol.controller.name.value
    }

    /// One of our own phrases that names the controller.
    pub(crate) fn naming(self, key: &str) -> String {
        self.with(key, &[("organisation", self.organisation().into())])
    }

    /// The protocol's words in this language, or else in the one there is.
    pub(crate) fn say(self, words: &model::Words) -> Text {
        let (spoken, text) = words.best(language(self.lang));
        Text::said(self.lang, lang(spoken), text)
    }

    /// The same as plain text, for files that cannot mark a language.
    pub(crate) fn plain(self, words: &model::Words) -> String {
        self.say(words).words()
    }

    /// The protocol's words as paragraphs: a blank line begins the next one.
    pub(crate) fn paragraphs(self, words: &model::Words) -> Vec<Block> {
        let (spoken, text) = words.best(language(self.lang));
        let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
        paragraphs.map(|paragraph| Block::Paragraph(Text::said(self.lang, lang(spoken), paragraph))).collect()
    }

    /// Paragraphs, if there are words.
    pub(crate) fn said(self, words: Option<&model::Words>) -> Vec<Block> {
        words.map(|words| self.paragraphs(words)).unwrap_or_default()
    }

    /// The passages that belong to a part of the statement.
    pub(crate) fn passages(self, part: StatementPart) -> Vec<Block> {
        let of_part = self.protocol.passage.iter().filter(|passage| passage.part.value == part);
        of_part.flat_map(|passage| self.paragraphs(&passage.words)).collect()
    }

    /// The promises that stand in a part of the statement, as they are written.
    pub(crate) fn promises(self, part: StatementPart) -> Vec<Text> {
        self.promises_where(|promise| part_of(promise) == Some(part))
    }

    /// The promises that claim this, wherever they stand. A sentence that makes several promises is said once.
    pub(crate) fn promises_where(self, wanted: impl Fn(&Named<Promise>) -> bool) -> Vec<Text> {
        let mut said: Vec<Text> = Vec::new();
        for promise in self.protocol.promise.iter().filter(|promise| wanted(promise)) {
            let sentence = self.say(&promise.words);
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
        said
    }

    /// A date, such as "22 november 2026".
    pub(crate) fn date(self, date: Date) -> String {
        let month = self.get(&format!("month-{}", date.month()));
        format!("{} {month} {}", date.day(), date.year())
    }

    /// A length of time, such as "zeven jaar".
    pub(crate) fn period(self, period: &Period) -> String {
        period::in_words(self, period.length())
    }

    /// A country's name.
    pub(crate) fn country(self, country: &Country) -> String {
        country::name(country.as_str(), self.lang).unwrap_or(country.as_str()).to_owned()
    }

    /// An article of the GDPR, such as "artikel 13, lid 2, onder a, AVG".
    pub(crate) fn article(self, article: &str) -> String {
        law::article(self, article)
    }

    /// Data, a line for each category: "Contactgegevens: naam, e-mailadres".
    pub(crate) fn data(self, data: &[DataRef]) -> Vec<Text> {
        let mut categories: Vec<&str> = data.iter().map(|data| data.category.as_str()).collect();
        categories.dedup();
        let mut seen = std::collections::HashSet::new();
        categories.retain(|category| seen.insert(*category));
        let line = |id: &str| {
            let category = self.protocol.category.get(id)?;
            let of_category = data.iter().filter(|data| data.category == id);
            let fields: Option<Vec<&str>> = of_category.map(|data| data.field.as_deref()).collect();
            let name = self.say(&category.name);
            let Some(fields) = fields else { return Some(name) };
            let names = fields.into_iter().filter_map(|field| Some(self.say(&category.field.get(field)?.name)));
            Some(name.then(": ").then(Text::joined(names, ", ")))
        };
        categories.into_iter().filter_map(line).collect()
    }

    /// A recipient's name, and the organisation behind it where that differs.
    pub(crate) fn recipient(self, recipient: &Recipient) -> Text {
        let name = self.say(&recipient.name);
        match &recipient.organisation {
            Some(organisation) if *organisation != name.words() => name.then(format!(" ({organisation})")),
            _ => name,
        }
    }

    /// A label that says something is not stated, and which item of the checklist that leaves open.
    pub(crate) fn unstated(self, item: u8) -> Text {
        Text::missing(self.get("not-stated"), item)
    }

    /// A label that says something is not stated, where no item of the checklist asks for it.
    pub(crate) fn unknown(self) -> Text {
        Text::tag(self.get("not-stated"))
    }

    /// What stands where the protocol is silent: who did not state what, and which article asks for it.
    pub(crate) fn missing(self, item: u8, what: &str, article: &str) -> Block {
        let law = self.with("missing-law", &[("article", self.article(article).into())]);
        Block::Callout {
            kind: Callout::Missing(item),
            anchor: None,
            title: self.naming("missing"),
            blocks: vec![Block::paragraph(format!("{} {law}", self.get(what)))],
        }
    }

    /// A path in this language.
    pub(crate) fn path(self, rest: &str) -> String {
        format!("/{}{rest}", self.lang)
    }
}

/// The part of the statement in which a promise stands: as it says itself, or by what it claims. `None` is the part about
/// decisions by machine, which has no name in the language.
pub(crate) fn part_of(promise: &Promise) -> Option<StatementPart> {
    promise.part.or(match promise.control.value {
        Control::Encryption
        | Control::EncryptedConnections
        | Control::TwoFactor
        | Control::AccessLimited
        | Control::AccessReviewed
        | Control::DevicesLocked
        | Control::DevicesLimited
        | Control::MeasuresReviewed
        | Control::SecurityUpdates
        | Control::Audits
        | Control::NoPaper
        | Control::OnlyNamedSystems
        | Control::ByDesign => Some(StatementPart::Security),
        Control::Minimisation => Some(StatementPart::Data),
        Control::Erasure => Some(StatementPart::Retention),
        Control::PurposeBound
        | Control::Agreements
        | Control::Requirements
        | Control::NoSharing
        | Control::OnlyNamedRecipients
        | Control::DisclosureLimited
        | Control::NoSale => Some(StatementPart::Recipients),
        Control::NoAutomatedDecisions | Control::NoProfiling => None,
        Control::AnonymousAnalytics | Control::CookieChoice | Control::OnlyNamedCookies => Some(StatementPart::Cookies),
        Control::AnswerTerm => Some(StatementPart::Rights),
        Control::BreachNotice | Control::IncidentLessons => Some(StatementPart::Breaches),
        Control::StatementReviewed | Control::RegisterKept => Some(StatementPart::Changes),
        Control::Lawful => Some(StatementPart::Controller),
    })
}

/// The language of the protocol for a language of pages.
pub(crate) fn language(lang: Lang) -> Language {
    match lang {
        Lang::Nl => Language::Nl,
        Lang::En => Language::En,
    }
}

/// The language of pages for a language of the protocol.
pub(crate) fn lang(language: Language) -> Lang {
    match language {
        Language::Nl => Lang::Nl,
        Language::En => Lang::En,
    }
}

/// Whether data may leave the European Economic Area with this recipient: by where it is established, or by its group.
pub(crate) fn leaves_eea(recipient: &Recipient) -> bool {
    let tool = recipient.transfer.as_ref().map(|transfer| transfer.tool.value);
    match tool {
        Some(model::TransferTool::None) => false,
        Some(_) => true,
        None => {
            [&recipient.country, &recipient.group_country].into_iter().flatten().any(|country| !country.value.in_eea())
        }
    }
}
