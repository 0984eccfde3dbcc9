//! The difference as a good reviewer would write it: what it comes to, grouped by what the reader has to do with it.

use std::fmt::Write;

use super::change::{Change, Consequence, Due, Fate, Subject, Weight, When, Whom};
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
    section(&mut text, "Who must be told, and when", &told(difference));
    section(&mut text, "What happens to data that is already here", &already_here(difference));
    section(&mut text, "Your own registers", &registers(difference));
    section(&mut text, "Only words", &only_words(difference));
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
    let mut lines: Vec<(&str, Vec<&str>, Vec<&Subject>)> = Vec::new();
    for (subject, says) in subjects {
        match lines.iter_mut().find(|(table, said, _)| *table == subject.table && *said == says) {
            Some((.., together)) => together.push(subject),
            None => lines.push((&subject.table, says, vec![subject])),
        }
    }
    lines.into_iter().map(|(_, says, subjects)| format!("{}: {}", labels(&subjects), sentences(&says))).collect()
}

fn sentences(says: &[&str]) -> String {
    let mut text = String::new();
    for (at, says) in says.iter().enumerate() {
        let said = if at == 0 { (*says).to_owned() } else { format!(" {}", capitalised(says)) };
        text.push_str(&stopped(&said));
    }
    text
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
        "purpose" | "processing" | "review" => "",
        "category" => "Data",
        "field" => "Field",
        "subject" => "Group",
        "retention" => "Retention rule",
        "right" => "Right",
        other => other,
    };
    let noun = if subjects.len() > 1 && !noun.is_empty() && noun != "Data" { plural(noun) } else { noun.to_owned() };
    capitalised(format!("{noun} {}", list(&names)).trim_start())
}

fn plural(noun: &str) -> String {
    noun.strip_suffix('y').map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"))
}

fn told(difference: &Difference) -> Vec<String> {
    let mut groups: Vec<(When, &Whom, Vec<&str>, Vec<&str>)> = Vec::new();
    for (_, consequence) in consequences(difference) {
        let Consequence::Tell { whom, when, law, about, .. } = consequence else { continue };
        let at = groups.iter().position(|(then, who, ..)| then == when && *who == whom).unwrap_or_else(|| {
            groups.push((*when, whom, Vec::new(), Vec::new()));
            groups.len() - 1
        });
        let (_, _, abouts, laws) = &mut groups[at];
        for (these, this) in [(abouts, about.as_str()), (laws, *law)] {
            if !these.contains(&this) {
                these.push(this);
            }
        }
    }
    if groups.is_empty() {
        return vec!["Nobody has to be told.".into()];
    }
    groups.sort_by_key(|(when, whom, ..)| (*when, !matches!(whom, Whom::Subjects { .. })));
    let mut lines: Vec<String> = groups
        .iter()
        .map(|(when, whom, abouts, laws)| {
            format!("{}, {}: {} ({}).", people(whom), moment(*when, &difference.to), series(abouts), articles(laws))
        })
        .collect();
    if !difference.to.announced_by.is_empty() {
        let ways: Vec<&str> = difference.to.announced_by.iter().map(|way| by(way)).collect();
        lines.push(format!("The statement says how: {}.", list(&ways)));
    }
    lines
}

fn by(way: &str) -> &'static str {
    match way {
        "email" => "by e-mail",
        "site" => "with a notice on the site",
        "service" => "inside the service",
        "feed" => "in a feed",
        _ => "another way",
    }
}

fn people(whom: &Whom) -> String {
    match whom {
        Whom::Subjects { groups } if groups.is_empty() => "Everybody whose data is held".into(),
        Whom::Subjects { groups } => list(groups),
        Whom::Customers { named } if named.is_empty() => "Customers as controllers".into(),
        Whom::Customers { named } => format!("{}, as controllers", capitalised(&list(named))),
        Whom::Recipient { name } => name.clone(),
        Whom::Authority => "The supervisory authority".into(),
    }
}

fn moment(when: When, to: &Edition) -> String {
    let applies = to
        .effective_on
        .map_or_else(|| "the new version applies".to_owned(), |on| format!("it applies on {}", date(on)));
    match when {
        When::Before => format!("before {applies}"),
        When::WithEffect => format!("at the latest when {applies}"),
        When::AtCollection => "where the data is asked".into(),
        When::AtOnce => "without delay".into(),
    }
}

/// Articles of one law are joined under its name, each once.
fn articles(laws: &[&str]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for law in laws.iter().flat_map(|law| law.split("; ")) {
        if !seen.contains(&law) {
            seen.push(law);
        }
    }
    seen.join("; ")
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
        Fate::NoLongerNeeded => format!("{abouts}: due for erasure, unless a law says to keep it"),
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
    let tasks = consequences(difference).filter_map(|(_, consequence)| match consequence {
        Consequence::Task { law, what } => Some(with_law(what, law)),
        _ => None,
    });
    lines.extend(unique(tasks));
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

/// By what happened to the words: `description reworded: Newsletter, Support`.
fn only_words(difference: &Difference) -> Vec<String> {
    let mut lines: Vec<(&str, Vec<&Subject>)> = Vec::new();
    for change in difference.changes.iter().filter(|change| change.weight == Weight::Wording && !change.says.is_empty())
    {
        match lines
            .iter_mut()
            .find(|(says, subjects)| *says == change.says && subjects[0].table == change.subject.table)
        {
            Some((_, subjects)) => subjects.push(&change.subject),
            None => lines.push((&change.says, vec![&change.subject])),
        }
    }
    lines.into_iter().map(|(says, subjects)| format!("{}: {}", labels(&subjects), stopped(says))).collect()
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
        paragraph(text, "- ", line);
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
