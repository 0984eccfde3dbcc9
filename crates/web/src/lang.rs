use std::fmt;

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// The code in addresses, in `<html lang>` and in `Accept-Language` (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Nl => "Nederlands",
            Self::En => "English",
        }
    }

    /// The language with exactly this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language in which an address stands: the first segment of its path.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::parse(path.strip_prefix('/')?.split('/').next()?)
    }

    /// The same page in this language: the first segment of `path` replaced. `None` when `path` stands in no language.
    pub fn same_page(self, path: &str) -> Option<String> {
        let current = Self::of_path(path)?;
        let rest = &path[1 + current.code().len()..];
        Some(format!("/{}{rest}", self.code()))
    }

    /// The language a browser likes best of those we have (RFC 9110 §12.5.4). `None` when it names none of them.
    ///
    /// `*` and regions are accepted (`nl-BE` is `nl`); of two equals the first named wins.
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for choice in accept_language.split(',') {
            let (range, weight) = weighted(choice);
            let primary = range.split('-').next().unwrap_or(range);
            let lang = Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary));
            if let Some(lang) = lang
                && weight > best.map_or(0, |(weight, _)| weight)
            {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Splits `nl;q=0.8` into the range and its weight in thousandths; a weight that cannot be read counts as 0.
pub(crate) fn weighted(choice: &str) -> (&str, u32) {
    let mut parts = choice.split(';').map(str::trim);
    let range = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (range, weight.map_or(Some(1000), thousandths).unwrap_or(0))
}

/// Reads `0`, `0.8`, `1.000`: at most one digit before the point and three after (RFC 9110 §12.4.2).
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let digits_only = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(whole, "0" | "1") || fraction.len() > 3 || !digits_only {
        return None;
    }
    let value: u32 = format!("{whole}{fraction:0<3}").parse().ok()?;
    (value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_picks_the_heaviest_language_we_have() {
        let check = |header: &str, expected: Option<Lang>| assert_eq!(Lang::preferred(header), expected, "{header}");
        check("nl", Some(Lang::Nl));
        check("en-GB,en;q=0.9,nl;q=0.8", Some(Lang::En));
        check("fr, nl-BE;q=0.5, en;q=0.4", Some(Lang::Nl));
        check("EN;q=0.2, NL ; q=0.9", Some(Lang::Nl));
        check("en;q=0, nl;q=0.001", Some(Lang::Nl));
        check("en;q=0", None);
        check("nl;q=2, en;q=0.1", Some(Lang::En));
        check("nl;q=0.1234, de", None);
        check("*", None);
        check("", None);
        check(",;q=,;;", None);
    }

    #[test]
    fn the_same_page_keeps_the_rest_of_the_path() {
        let check =
            |path: &str, expected: Option<&str>| assert_eq!(Lang::En.same_page(path).as_deref(), expected, "{path}");
        check("/nl/privacy/versions", Some("/en/privacy/versions"));
        check("/en", Some("/en"));
        check("/nlx/privacy", None);
        check("/", None);
        check("", None);
    }
}
