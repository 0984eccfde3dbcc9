//! Changes that another change already tells: said once, with every path.

use super::change::{Change, What};
use super::versions::{Versions, purposes_with_rule};
use crate::model::Protocol;

/// Moves what is said elsewhere to where it is said.
pub(super) fn all(versions: &Versions<'_>, changes: &mut Vec<Change>) {
    rules(versions, changes);
    recipients(versions, changes);
    promises(versions, changes);
    // Nothing is silent: what found no other change to stand with says so itself.
    for silent in changes.iter_mut().filter(|change| change.says.is_empty()) {
        silent.says.push_str("changes with what it refers to");
    }
}

/// A rule that is new or gone is said with the purposes it is for, when those change with it.
fn rules(versions: &Versions<'_>, changes: &mut Vec<Change>) {
    fold(changes, |rule, host| {
        let id = rule.subject.id.as_deref().unwrap_or_default();
        let uses = match rule.what {
            What::Added => purposes_with_rule(versions.new, id),
            What::Removed => purposes_with_rule(versions.old, id),
            What::Renamed { .. } | What::Changed { .. } => return false,
        };
        rule.subject.table == "retention"
            && host.subject.table == "purpose"
            && uses.iter().any(|purpose| Some(&purpose.id) == host.subject.id.as_ref())
            && (host.what.is_whole() || host.paths.iter().any(|path| path.ends_with(".retention")))
    });
}

/// A list of recipients that changed only because a recipient is new or gone is said with that recipient.
fn recipients(versions: &Versions<'_>, changes: &mut Vec<Change>) {
    fold(changes, |list, host| {
        let purpose = list.subject.id.as_deref().filter(|_| list.says.is_empty() && list.subject.table == "purpose");
        let (Some(purpose), Some(recipient)) = (purpose, &host.subject.id) else { return false };
        let names = |protocol: &Protocol| {
            let purpose = protocol.purpose.get(purpose).and_then(|purpose| purpose.recipients.as_ref());
            purpose.is_some_and(|recipients| recipients.iter().any(|used| used.id == *recipient))
        };
        host.subject.table == "recipient" && host.what.is_whole() && names(versions.old) != names(versions.new)
    });
}

/// New words for an old promise are said with the words they take the place of.
fn promises(versions: &Versions<'_>, changes: &mut Vec<Change>) {
    let control = |change: &Change| {
        let id = change.subject.id.as_deref().filter(|_| change.subject.table == "promise")?;
        let promise = versions.new.promise.get(id).or_else(|| versions.old.promise.get(id))?;
        Some(promise.control.value)
    };
    fold(changes, |added, host| {
        let claims = control(added);
        added.says.is_empty() && claims.is_some() && host.what == What::Removed && control(host) == claims
    });
}

/// Moves the paths of a change to its hosts, and drops it when there is one.
fn fold(changes: &mut Vec<Change>, hosts: impl Fn(&Change, &Change) -> bool) {
    for at in (0..changes.len()).rev() {
        let found: Vec<usize> =
            (0..changes.len()).filter(|host| *host != at && hosts(&changes[at], &changes[*host])).collect();
        if found.is_empty() {
            continue;
        }
        let paths = changes[at].paths.clone();
        for host in found {
            changes[host].paths.extend(paths.iter().cloned());
        }
        changes.remove(at);
    }
}
