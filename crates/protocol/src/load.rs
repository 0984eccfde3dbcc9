//! From a folder of files to a protocol and everything that is wrong with it.

use std::collections::{HashMap, HashSet};

use waarborg_base::Digest;

use crate::check;
use crate::finding::{Finding, FindingKind};
use crate::model::{DataRef, Protocol};
use crate::preset;
use crate::read::node::{self, Node, Table, Value};
use crate::read::words::Language;
use crate::read::{FromNode, Reader, Reference, suggest};
use crate::source::{FileId, Sources, Span};

/// The most files one protocol may have.
const MOST_FILES: usize = 1_000;

/// The most bytes the files of one protocol may hold together: 64 MiB. A [`Folder`] need not read more of any of them.
pub const MOST_BYTES: usize = 64 << 20;

/// The most mistakes that are told one by one.
const MOST_INVALID: usize = 1_000;

/// Where the files of a protocol are read from. Handed in: this room does no I/O.
pub trait Folder {
    /// The text of the file at `path`, relative to the folder, with `/` between names.
    ///
    /// # Errors
    /// [`Unreadable`] with the reason in words.
    fn read(&self, path: &str) -> Result<String, Unreadable>;
}

/// A file cannot be read; the text says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// A set of files in memory: what a stored version is read from.
impl Folder for Vec<(String, String)> {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        self.iter()
            .find(|(name, _)| name == path)
            .map(|(_, text)| text.clone())
            .ok_or_else(|| Unreadable("no such file".into()))
    }
}

/// What reading a protocol gives: the protocol if it can run, and every finding, in the order of the text.
#[derive(Debug)]
pub struct Loaded {
    /// The protocol, unless something is invalid.
    pub protocol: Option<Protocol>,
    /// The texts, to show findings in.
    pub sources: Sources,
    /// Everything found.
    pub findings: Vec<Finding>,
}

impl Loaded {
    /// How many findings are of this kind.
    pub fn count(&self, kind: FindingKind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }

    /// Name and text of the files the organisation wrote, the main file first; presets are not among them.
    pub fn written(&self) -> Vec<(String, String)> {
        self.sources
            .files()
            .filter(|(name, _)| !name.starts_with("preset:"))
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect()
    }

    /// The digest of the full text: each file's name and text, with their lengths, in the order they were read.
    pub fn digest(&self) -> Digest {
        let mut bytes = Vec::new();
        for (name, text) in self.written() {
            for part in [name, text] {
                bytes.extend((part.len() as u64).to_be_bytes());
                bytes.extend(part.as_bytes());
            }
        }
        Digest::of(&bytes)
    }
}

/// Reads the protocol whose main file is `main` (usually `protocol.toml`), with its includes and presets, and checks it.
pub fn load(folder: &dyn Folder, main: &str) -> Loaded {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let read = match folder.read(main) {
        Ok(text) if text.len() <= MOST_BYTES => Ok(text),
        Ok(_) => Err(too_large()),
        Err(Unreadable(reason)) => {
            let help = "Give the folder that holds protocol.toml, or the file itself.".to_owned();
            Err((format!("cannot read `{main}`: {reason}"), help))
        }
    };
    let root_file = match read {
        Ok(text) => sources.add(main.to_owned(), text),
        Err((message, help)) => {
            let file = sources.add(main.to_owned(), String::new());
            findings.push(Finding::invalid("E08", Span::start_of(file), message, help));
            return Loaded { protocol: None, sources, findings };
        }
    };
    let root = gather(folder, root_file, &mut sources, &mut findings);
    let protocol = understand(root, root_file, &mut findings);
    // What follows from a mistake of syntax is not told as a second mistake.
    let unreadable: HashSet<Span> = findings.iter().filter(|one| one.code == "E01").map(|one| one.span).collect();
    findings.retain(|one| one.code == "E01" || !unreadable.contains(&one.span));
    findings.sort_by_key(|finding| (finding.kind, finding.span, finding.code));
    cut_short(&mut findings);
    Loaded { protocol, sources, findings }
}

/// Nobody mends a thousand mistakes in one go: what comes after is counted, at the place of the first that is not told.
fn cut_short(findings: &mut Vec<Finding>) {
    if protocol_runs(findings) || findings.len() <= MOST_INVALID {
        return;
    }
    let rest = findings.split_off(MOST_INVALID);
    let message = format!("{} more problems are not told", rest.len());
    let help = "Mend those above, then check again.".to_owned();
    findings.push(Finding::invalid("E13", rest[0].span, message, help));
}

fn protocol_runs(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.kind != FindingKind::Invalid)
}

/// Reads a protocol from files that [`Loaded::written`] gave: the main file is the first.
pub fn load_written(files: &Vec<(String, String)>) -> Loaded {
    let main = files.first().map_or("", |(name, _)| name.as_str());
    load(files, main)
}

/// Joins the main file, what it includes, and the presets it names.
fn gather(folder: &dyn Folder, root_file: FileId, sources: &mut Sources, findings: &mut Vec<Finding>) -> Table {
    let mut root = node::parse(root_file, sources, findings);
    let mut seen = HashSet::from([sources.name(root_file).to_owned()]);
    let mut waiting = root.texts("include");
    waiting.reverse();
    let mut bytes = sources.text(root_file).len();
    while let Some((path, span)) = waiting.pop() {
        let problem = if !is_inside(&path) {
            Some("an include is a path inside the protocol's folder, without `..`".to_owned())
        } else if !seen.insert(path.clone()) {
            Some(format!("`{path}` is included twice"))
        } else if seen.len() > MOST_FILES {
            Some(format!("a protocol has at most {MOST_FILES} files"))
        } else {
            None
        };
        let read = problem.map_or_else(
            || folder.read(&path).map_err(|Unreadable(reason)| format!("cannot read `{path}`: {reason}")),
            Err,
        );
        let text = match read {
            Ok(text) if bytes + text.len() <= MOST_BYTES => text,
            Ok(_) => {
                let (message, help) = too_large();
                findings.push(Finding::invalid("E08", span, message, help));
                break;
            }
            Err(message) => {
                let help = "Correct the path, or leave it out.".to_owned();
                findings.push(Finding::invalid("E08", span, message, help));
                continue;
            }
        };
        bytes += text.len();
        let file = sources.add(path, text);
        let mut table = node::parse(file, sources, findings);
        let mut inner = table.texts("include");
        table.take("include");
        inner.reverse();
        waiting.extend(inner);
        root.merge(table, findings);
    }
    preset::apply(&mut root, sources, findings);
    root
}

fn too_large() -> (String, String) {
    (
        "this protocol is larger than 64 MiB".into(),
        "Write it shorter; a protocol of thousands of lines stays far below.".into(),
    )
}

fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

/// From nodes to types; `None` as soon as one thing is invalid.
fn understand(root: Table, root_file: FileId, findings: &mut Vec<Finding>) -> Option<Protocol> {
    let mut reader = Reader::new(first_language(&root));
    let node = Node { span: Span::start_of(root_file), value: Value::Table(root) };
    let protocol = Protocol::from_node(&node, &mut reader);
    let Value::Table(root) = &node.value else { unreachable!("made above") };
    findings.append(&mut reader.findings);
    findings.extend(unknown_references(root, &reader.references));
    let protocol = protocol?;
    findings.extend(check::invalid(&protocol));
    if !protocol_runs(findings) {
        return None;
    }
    findings.extend(check::gaps(&protocol, &reader.words));
    Some(protocol)
}

fn first_language(root: &Table) -> Language {
    let table = |table: &Table, key: &str| match table.get(key).map(|entry| entry.node.value.clone()) {
        Some(Value::Table(inner)) => Some(inner),
        _ => None,
    };
    let languages = table(root, "controller")
        .and_then(|controller| controller.get("languages").map(|entry| entry.node.value.clone()));
    let first = match languages {
        Some(Value::Array(items)) => items.into_iter().next().map(|node| node.value),
        other => other,
    };
    match first {
        Some(Value::Text(word)) => Language::from_word(&word).unwrap_or(Language::En),
        _ => Language::En,
    }
}

/// How much weighing of unknown ids against declared ones is worth its time, in signs compared: about a tenth of a second.
const MOST_WEIGHING: usize = 1 << 24;

/// Every use of an id that no table declares, with the nearest declared id as a suggestion as long as that is affordable.
fn unknown_references(root: &Table, references: &[Reference]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut declared: HashMap<&str, (HashSet<String>, usize)> = HashMap::new();
    let mut left = MOST_WEIGHING;
    for reference in references {
        let (ids, signs) = declared.entry(reference.table).or_insert_with(|| {
            let ids = ids(root, reference.table);
            let signs = ids.iter().map(String::len).sum();
            (ids, signs)
        });
        if ids.contains(&reference.id) {
            continue;
        }
        let message = format!("unknown {} `{}`", reference.table, reference.id);
        let help = match left.checked_sub(signs.saturating_mul(reference.id.len())) {
            Some(rest) => {
                left = rest;
                let mut known: Vec<&str> = ids.iter().map(String::as_str).collect();
                known.sort_unstable();
                suggest(&reference.id, &known, reference.table)
            }
            None => "Look at how it is spelled where it is declared.".to_owned(),
        };
        findings.push(Finding::invalid("E06", reference.span, message, help));
    }
    findings
}

fn ids(root: &Table, table: &str) -> HashSet<String> {
    let Some(Value::Table(declared)) = root.get(table).map(|entry| &entry.node.value) else { return HashSet::new() };
    let mut ids = HashSet::new();
    for entry in &declared.entries {
        if table == "category"
            && let Value::Table(category) = &entry.node.value
            && let Some(Value::Table(fields)) = category.get("field").map(|entry| &entry.node.value)
        {
            ids.extend(fields.entries.iter().map(|field| {
                let whole =
                    DataRef { category: entry.key.clone(), field: Some(field.key.clone()), span: entry.key_span };
                whole.to_string()
            }));
        }
        ids.insert(entry.key.clone());
    }
    ids
}
