//! Lengths of time in words: "twee jaar en zes maanden", "2 years and 6 months".

use jiff::Span;
use waarborg_web::Lang;

use crate::edition::Edition;

const DUTCH: [&str; 21] = [
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
];

/// The span in the units it is written in. Dutch writes numbers up to twenty in words, English in digits.
pub(crate) fn in_words(edition: Edition<'_>, span: Span) -> String {
    let units = [
        ("years", i64::from(span.get_years())),
        ("months", i64::from(span.get_months())),
        ("weeks", i64::from(span.get_weeks())),
        ("days", i64::from(span.get_days())),
        ("hours", i64::from(span.get_hours())),
        ("minutes", span.get_minutes()),
        ("seconds", span.get_seconds()),
    ];
    let part = |(unit, count): (&str, i64)| {
        let number = number(edition.lang, count);
        edition.with(&format!("period-{unit}"), &[("n", count.into()), ("number", number.into())])
    };
    let parts: Vec<String> = units.into_iter().filter(|(_, count)| *count != 0).map(part).collect();
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} {} {last}", before.join(", "), edition.get("and")),
    }
}

fn number(lang: Lang, count: i64) -> String {
    let word = (lang == Lang::Nl).then(|| usize::try_from(count).ok().and_then(|at| DUTCH.get(at))).flatten();
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_period_reads_as_people_say_it() {
        let protocol = sample::smallest();
        let check = |iso: &str, nl: &str, en: &str| {
            let span = iso.parse().unwrap();
            assert_eq!(in_words(Edition::new(&protocol, Lang::Nl), span), nl);
            assert_eq!(in_words(Edition::new(&protocol, Lang::En), span), en);
        };
        check("P7Y", "zeven jaar", "7 years");
        check("P1Y", "één jaar", "1 year");
        check("P1M", "één maand", "1 month");
        check("P4W", "vier weken", "4 weeks");
        check("P1D", "één dag", "1 day");
        check("PT72H", "72 uur", "72 hours");
        check("P2Y6M", "twee jaar en zes maanden", "2 years and 6 months");
        check("P1Y2M3DT4H", "één jaar, twee maanden, drie dagen en vier uur", "1 year, 2 months, 3 days and 4 hours");
    }
}
