//! Words of the pages: one Fluent file per language and room, parsed once, in the binary.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::Lang;

pub use fluent_bundle::FluentValue as Value;

type Bundle = FluentBundle<FluentResource>;

/// The words of one room in every language. Made as a `static`, parsed at first use.
///
/// ```
/// use waarborg_web::{Catalogue, Lang};
/// static WORDS: Catalogue = Catalogue::new("days = nog { $n } dagen", "days = { $n } days left");
/// assert_eq!(WORDS.words(Lang::En).with("days", &[("n", 5.into())]), "5 days left");
/// ```
pub struct Catalogue {
    nl: &'static str,
    en: &'static str,
    bundles: OnceLock<[Bundle; Lang::ALL.len()]>,
}

impl Catalogue {
    /// From the text of a Fluent file per language.
    pub const fn new(nl: &'static str, en: &'static str) -> Self {
        Self { nl, en, bundles: OnceLock::new() }
    }

    /// The words in one language.
    pub fn words(&'static self, lang: Lang) -> Words {
        Words { catalogue: self, lang }
    }

    /// The Fluent text of one language, for the test that compares languages.
    pub fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
        }
    }

    fn bundle(&self, lang: Lang) -> &Bundle {
        let bundles = self.bundles.get_or_init(|| Lang::ALL.map(|lang| parse(lang, self.source(lang))));
        &bundles[lang as usize]
    }
}

/// Faults in the text are found by [`crate::testing::findings`]; a running server shows what it could read.
fn parse(lang: Lang, source: &'static str) -> Bundle {
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
    let id: LanguageIdentifier = lang.code().parse().expect("`nl` and `en` are language tags");
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks (U+2068) around each argument would travel into letters, files and screen readers.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Words in one language. Cheap to copy: templates take it by value.
#[derive(Clone, Copy)]
pub struct Words {
    catalogue: &'static Catalogue,
    lang: Lang,
}

impl Words {
    /// The language.
    pub fn lang(self) -> Lang {
        self.lang
    }

    /// The text of `key`. A missing key shows as `⟦key⟧` and fails the test of the room; it never stops a page.
    pub fn get(self, key: &str) -> Cow<'static, str> {
        self.format(key, None)
    }

    /// The text of `key` with its arguments filled in.
    pub fn with(self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&arguments)).into_owned()
    }

    fn format(self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let bundle: &'static Bundle = self.catalogue.bundle(self.lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Owned(format!("⟦{key}⟧"));
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, arguments, &mut errors);
        if errors.is_empty() { text } else { Cow::Owned(format!("⟦{key}: {text}⟧")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static WORDS: Catalogue = Catalogue::new(
        "dagen = { $n ->\n    [one] één dag\n   *[other] { $n } dagen\n }\nnaam = Dag { $naam }\n",
        "dagen = { $n } days\n",
    );

    #[test]
    fn plurals_and_arguments_come_out_without_isolation_marks() {
        let nl = WORDS.words(Lang::Nl);
        assert_eq!(nl.with("dagen", &[("n", 1.into())]), "één dag");
        assert_eq!(nl.with("dagen", &[("n", 12.into())]), "12 dagen");
        assert_eq!(nl.with("naam", &[("naam", "Anna".into())]), "Dag Anna");
    }

    #[test]
    fn a_missing_word_shows_and_does_not_panic() {
        assert_eq!(WORDS.words(Lang::En).get("naam"), "⟦naam⟧");
        assert!(WORDS.words(Lang::Nl).get("naam").starts_with("⟦naam: "), "an argument that was forgotten");
    }
}
