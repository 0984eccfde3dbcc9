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
    let moves = |change: &Change| change.subject.table == "retention" && change.what.is_whole();
    fold(changes, moves, |rule, host| {
        let id = rule.subject.id.as_deref().unwrap_or_default();
        let uses = match rule.what {
            What::Added => purposes_with_rule(versions.new, id),
            What::Removed => purposes_with_rule(versions.old, id),
            What::Renamed { .. } | What::Changed { .. } => return false,
        };
        host.subject.table == "purpose"
            && uses.iter().any(|purpose| Some(&purpose.id) == host.subject.id.as_ref())
            && (host.what.is_whole() || host.paths.iter().any(|path| path.ends_with(".retention")))
    });
}

/// A list of recipients that changed only because a recipient is new or gone is said with that recipient.
fn recipients(versions: &Versions<'_>, changes: &mut Vec<Change>) {
    let moves = |change: &Change| change.subject.table == "purpose" && change.says.is_empty();
    fold(changes, moves, |list, host| {
        let (Some(purpose), Some(recipient)) = (&list.subject.id, &host.subject.id) else { return false };
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
    let moves = |change: &Change| change.subject.table == "promise" && change.says.is_empty();
    fold(changes, moves, |added, host| {
        let claims = control(added);
        claims.is_some() && host.what == What::Removed && control(host) == claims
    });
}

/// Moves the paths of a change to its hosts, and drops it when there is one.
fn fold(changes: &mut Vec<Change>, moves: impl Fn(&Change) -> bool, hosts: impl Fn(&Change, &Change) -> bool) {
    for at in (0..changes.len()).rev() {
        if !moves(&changes[at]) {
            continue;
        }
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
