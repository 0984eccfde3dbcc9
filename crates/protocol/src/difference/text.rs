//! The difference as a good reviewer would write it: what it comes to, grouped by what the reader has to do with it.

mod told;
mod words;

use std::fmt::Write;

use super::change::{Change, Consequence, Due, Fate, Subject, Weight};
use super::phrase::{capitalised, count, date, list};
use super::{Difference, Edition};

const WIDTH: usize = 100;

pub(super) fn render(difference: &Difference) -> String {
    if difference.is_empty() {
        return "Nothing changes.\n".into();
    }
    let mut text = String::new();
    paragraph(&mut text, "", &head(difference));
    section(&mut text, "Before you apply", &warnings(difference));
    let read = |change: &&Change| change.part.is_some() && change.weight != Weight::Wording;
    section(&mut text, "What people will read differently", &changes(difference.changes.iter().filter(read)));
    section(&mut text, "Who must be told, and when", &told::lines(difference));
    section(&mut text, "What happens to data that is already here", &already_here(difference));
    section(&mut text, "Your own registers", &registers(difference));
    section(&mut text, "Only words", &words::lines(difference));
    text
}

fn head(difference: &Difference) -> String {
    let Difference { from, to, .. } = difference;
    let versions = match (called(from), called(to)) {
        (Some(from), Some(to)) if from == to => format!("Both call themselves {from}."),
        (Some(from), Some(to)) => format!("{} becomes {to}.", capitalised(&from)),
        (None, Some(to)) => format!("A statement without a version becomes {to}."),
        (Some(from), None) => format!("{} becomes a statement without a version.", capitalised(&from)),
        (None, None) => "Neither says which version it is.".to_owned(),
    };
    let number = |weight, noun: &str| match difference.weighing(weight) {
        0 => None,
        1 => Some(format!("1 {noun} change")),
        many => Some(format!("{many} {noun} changes")),
    };
    let weights = [(Weight::Material, "material"), (Weight::Minor, "minor")]
        .into_iter()
        .filter_map(|(weight, noun)| number(weight, noun));
    let words = match difference.weighing(Weight::Wording) {
        0 => None,
        many => Some(format!("{many} in words only")),
    };
    format!("{versions} {}.", capitalised(&list(&weights.chain(words).collect::<Vec<_>>())))
}

fn called(edition: &Edition) -> Option<String> {
    match (&edition.version, edition.effective_on) {
        (Some(version), Some(on)) => Some(format!("version {version} of {}", date(on))),
        (Some(version), None) => Some(format!("version {version}")),
        (None, Some(on)) => Some(format!("the version of {}", date(on))),
        (None, None) => None,
    }
}

fn warnings(difference: &Difference) -> Vec<String> {
    let general = difference.notices.iter().map(|notice| with_law(&notice.what, notice.law));
    let of_changes = consequences(difference).filter_map(|(_, consequence)| match consequence {
        Consequence::Warning { law, what } => Some(with_law(what, law)),
        _ => None,
    });
    unique(general.chain(of_changes))
}

/// Changes by subject, in the order of the heaviest of each; subjects of which the same is said share a line.
fn changes<'d>(changes: impl Iterator<Item = &'d Change>) -> Vec<String> {
    let mut subjects: Vec<(&Subject, Vec<&str>)> = Vec::new();
    for change in changes {
        match subjects.iter_mut().find(|(subject, _)| *subject == &change.subject) {
            Some((_, says)) => says.push(&change.says),
            None => subjects.push((&change.subject, vec![&change.says])),
        }
    }
    let mut lines: Vec<(&str, String, Vec<&Subject>)> = Vec::new();
    for (subject, says) in subjects {
        let said = sentences(&says);
        match lines.iter_mut().find(|(table, same, _)| *table == subject.table && *same == said) {
            Some((.., together)) => together.push(subject),
            None => lines.push((&subject.table, said, vec![subject])),
        }
    }
    lines.into_iter().map(|(_, said, subjects)| format!("{}: {said}", labels(&subjects))).collect()
}

/// Keys that are simply stated for the first time are named together; what they say stands in the statement.
fn sentences(says: &[&str]) -> String {
    let key = |says: &str| {
        says.strip_prefix("now states ").and_then(|rest| rest.split_once(": ")).map(|(key, _)| key.to_owned())
    };
    let stated: Vec<String> = says.iter().filter_map(|says| key(says)).collect();
    let mut said: Vec<String> = Vec::new();
    for says in says {
        if stated.len() < 2 || key(says).is_none() {
            said.push((*says).to_owned());
        }
    }
    if stated.len() > 1 {
        said.push(format!("now {}states {}", if said.is_empty() { "" } else { "also " }, list(&stated)));
    }
    let said: Vec<String> = said
        .iter()
        .enumerate()
        .map(|(at, says)| stopped(&if at == 0 { says.clone() } else { capitalised(says) }))
        .collect();
    said.join(" ")
}

fn stopped(text: &str) -> String {
    let ended = text.ends_with(['.', '!', '?']) || [".”", "!”", "?”"].iter().any(|end| text.ends_with(end));
    if ended { text.to_owned() } else { format!("{text}.") }
}

/// `Newsletter`, `Recipient Google Drive`, `Sites a and b`.
fn labels(subjects: &[&Subject]) -> String {
    let names: Vec<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
    let table = subjects[0].table.as_str();
    if subjects[0].id.is_none() {
        return capitalised(&names.join(", "));
    }
    let noun = match table {
        "purpose" | "processing" => "",
        "category" => "Data",
        "field" => "Field",
        "subject" => "Group",
        "retention" => "Retention rule",
        "right" => "Right of",
        "review" => "Review of",
        other => other,
    };
    let noun = if subjects.len() > 1 && !noun.is_empty() && noun != "Data" && !noun.ends_with(" of") {
        plural(noun)
    } else {
        noun.to_owned()
    };
    capitalised(format!("{noun} {}", list(&names)).trim_start())
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// Articles of one law are joined under its name, in their order, each once.
fn articles(laws: &[&str]) -> String {
    const GDPR: &str = "GDPR Art. ";
    let sources = || laws.iter().flat_map(|law| law.split("; "));
    let mut articles: Vec<&str> =
        sources().filter_map(|law| law.strip_prefix(GDPR)).flat_map(|law| law.split(", ")).collect();
    let number = |article: &str| -> u32 {
        article.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(u32::MAX)
    };
    articles.sort_by_key(|article| (number(article), *article));
    articles.dedup();
    let mut named = Vec::new();
    if !articles.is_empty() {
        named.push(format!("{GDPR}{}", articles.join(", ")));
    }
    for other in sources().filter(|law| !law.starts_with(GDPR)) {
        if !named.iter().any(|known| known == other) {
            named.push(other.to_owned());
        }
    }
    named.join("; ")
}

fn series(items: &[&str]) -> String {
    let plain = items.iter().all(|item| !item.contains([',', ';']) && !item.contains(" and "));
    if plain { list(items) } else { items.join("; ") }
}

fn already_here(difference: &Difference) -> Vec<String> {
    let mut lines = Vec::new();
    for fate in [Fate::PastNewTerm, Fate::Recount, Fate::NoLongerNeeded, Fate::AtRecipient] {
        let dues: Vec<&Due> = consequences(difference)
            .filter_map(|(_, consequence)| match consequence {
                Consequence::Due(due) if due.fate == fate => Some(due),
                _ => None,
            })
            .collect();
        if !dues.is_empty() {
            lines.push(due_line(fate, &dues));
        }
    }
    let mut asked: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for (_, consequence) in consequences(difference) {
        let Consequence::AskConsent { about, law, why } = consequence else { continue };
        match asked.iter_mut().find(|(same, because, _)| same == law && because == why) {
            Some((.., abouts)) => abouts.push(about),
            None => asked.push((law, why, vec![about])),
        }
    }
    lines.extend(
        asked
            .iter()
            .map(|(law, why, abouts)| with_law(&format!("Consent has to be asked for {}. {why}", series(abouts)), law)),
    );
    if lines.is_empty() {
        vec!["Nothing: no record becomes due, and no consent has to be asked.".into()]
    } else {
        lines
    }
}

fn due_line(fate: Fate, dues: &[&Due]) -> String {
    let known = dues.iter().any(|due| due.records.is_some());
    let mut abouts: Vec<String> = dues
        .iter()
        .map(|due| match due.records {
            Some(records) => format!("{} ({})", due.about, count(records, "record")),
            None if known => format!("{} (not known how many)", due.about),
            None => due.about.clone(),
        })
        .collect();
    abouts.dedup();
    let abouts = series(&abouts.iter().map(String::as_str).collect::<Vec<_>>());
    let says = match fate {
        Fate::PastNewTerm => format!("{abouts}: records past the new term become due for erasure at once"),
        Fate::Recount => format!("{abouts}: the term counts otherwise, so records may be due for erasure at once"),
        Fate::NoLongerNeeded => {
            format!("{abouts}: due for erasure, unless it goes on under another name or a law says to keep it")
        }
        Fate::AtRecipient => format!("{abouts}: what is still there has to be returned or erased, and confirmed"),
    };
    let says = if known || fate == Fate::AtRecipient {
        says
    } else {
        format!("{says}; how many is not known without a database")
    };
    let laws: Vec<&str> = dues.iter().map(|due| due.law).collect();
    with_law(&capitalised(&says), &articles(&laws))
}

fn registers(difference: &Difference) -> Vec<String> {
    let own = difference.changes.iter().filter(|change| change.part.is_none() && change.weight != Weight::Wording);
    let mut lines = changes(own);
    lines.extend(tasks(difference));
    let touched = difference.changes.iter().any(|change| {
        matches!(change.subject.table.as_str(), "purpose" | "category" | "field" | "retention" | "recipient")
            && change.weight != Weight::Wording
    });
    if touched {
        lines.push(with_law(
            "The record of processing activities follows the new version by itself; review the rows that changed",
            "GDPR Art. 30",
        ));
    }
    lines
}

/// What the organisation has to do itself; the same for several is said once.
fn tasks(difference: &Difference) -> Vec<String> {
    let mut tasks: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for (_, consequence) in consequences(difference) {
        let Consequence::Task { law, about, what } = consequence else { continue };
        match tasks.iter_mut().find(|(same, known, _)| same == law && known == what) {
            Some((.., abouts)) if !abouts.contains(&about.as_str()) => abouts.push(about),
            Some(_) => {}
            None => tasks.push((law, what, vec![about])),
        }
    }
    let line = |(law, what, abouts): &(&str, &str, Vec<&str>)| match abouts.as_slice() {
        [""] => with_law(what, law),
        abouts => with_law(&format!("{}: {what}", series(abouts)), law),
    };
    tasks.iter().map(line).collect()
}

fn consequences(difference: &Difference) -> impl Iterator<Item = (&Change, &Consequence)> {
    difference
        .changes
        .iter()
        .flat_map(|change| change.consequences.iter().map(move |consequence| (change, consequence)))
}

fn with_law(text: &str, law: &str) -> String {
    format!("{} ({law}).", capitalised(text.trim_end_matches('.')))
}

fn unique(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for line in lines {
        if !kept.contains(&line) {
            kept.push(line);
        }
    }
    kept
}

fn section(text: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    write!(text, "\n{title}\n\n").expect("writing to a string cannot fail");
    for line in lines {
        for (at, line) in line.lines().enumerate() {
            paragraph(text, if at == 0 { "- " } else { "  - " }, line);
        }
    }
}

/// Wraps at [`WIDTH`]; further lines stand under the first letter.
fn paragraph(text: &mut String, lead: &str, words: &str) {
    text.push_str(lead);
    let mut column = lead.chars().count();
    for (at, word) in words.split(' ').enumerate() {
        let width = word.chars().count();
        if at > 0 && column + 1 + width > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(lead.chars().count()));
            column = lead.chars().count();
        } else if at > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += width;
    }
    text.push('\n');
}
