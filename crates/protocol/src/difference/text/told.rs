//! Who must be told, and when.

use super::{articles, consequences, series};
use crate::difference::change::{Consequence, When, Whom};
use crate::difference::phrase::{capitalised, date, list};
use crate::difference::{Difference, Edition};

/// Who is told what: one line for the same people at the same moment, with what has one topic under that topic.
pub(super) fn lines(difference: &Difference) -> Vec<String> {
    let mut topics: Vec<Topic<'_>> = Vec::new();
    for (_, consequence) in consequences(difference) {
        let Consequence::Tell { whom, when, law, about, .. } = consequence else { continue };
        let fits = |topic: &&mut Topic<'_>| {
            let alike = if about.topic.is_empty() { topic.whom == *whom } else { topic.whom.is_alike(whom) };
            topic.when == *when && topic.name == about.topic && alike
        };
        match topics.iter_mut().find(fits) {
            Some(topic) => topic.add(whom, law, &about.item),
            None => {
                let whom = whom.clone();
                topics.push(Topic { when: *when, whom, name: about.topic, items: vec![&about.item], laws: vec![law] });
            }
        }
    }
    if topics.is_empty() {
        return vec!["Nobody has to be told.".into()];
    }
    topics.sort_by_key(|topic| (topic.when, !matches!(topic.whom, Whom::Subjects { .. })));
    let mut lines: Vec<(When, Whom, Vec<String>)> = Vec::new();
    for mut topic in topics {
        topic.everybody_from(difference.groups);
        let about = format!("{} {}", topic.name, series(&topic.items));
        let said = format!("{} ({})", about.trim(), articles(&topic.laws));
        match lines.iter_mut().find(|(when, whom, ..)| *when == topic.when && *whom == topic.whom) {
            Some((.., abouts)) => abouts.push(said),
            None => lines.push((topic.when, topic.whom, vec![said])),
        }
    }
    let line = |(when, whom, abouts): &(When, Whom, Vec<String>)| {
        let lead = format!("{}, {}:", people(whom), moment(*when, &difference.to));
        match abouts.as_slice() {
            [only] => format!("{lead} {only}."),
            many => format!("{lead}\n{}", many.join("\n")),
        }
    };
    let mut lines: Vec<String> = lines.iter().map(line).collect();
    if !difference.to.announced_by.is_empty() {
        let ways: Vec<&str> = difference.to.announced_by.iter().map(|way| by(way)).collect();
        lines.push(format!("The statement says how: {}.", list(&ways)));
    }
    lines
}

struct Topic<'d> {
    when: When,
    whom: Whom,
    name: &'static str,
    items: Vec<&'d str>,
    laws: Vec<&'d str>,
}

impl<'d> Topic<'d> {
    /// All groups together are everybody.
    fn everybody_from(&mut self, all: usize) {
        if let Whom::Subjects { groups } = &mut self.whom
            && groups.len() >= all
        {
            groups.clear();
        }
    }

    fn add(&mut self, whom: &Whom, law: &'d str, item: &'d str) {
        self.whom.join(whom);
        for (these, this) in [(&mut self.items, item), (&mut self.laws, law)] {
            if !these.contains(&this) {
                these.push(this);
            }
        }
    }
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
