//! `docs/api.md`, from top to bottom: the commands run in a shell with the real curl, against the real demo, and answer what the page says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const PAGE: &str = include_str!("../../../docs/api.md");

/// The demo, which ends with the test.
struct Demo {
    process: Child,
    url: String,
    secret: String,
}

impl Demo {
    fn start() -> Self {
        let mut demo = Command::new(env!("CARGO_BIN_EXE_waarborg"));
        let mut process =
            demo.args(["demo", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut url = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut url).expect("it says where it is");
        let mut said = BufReader::new(process.stderr.take().expect("piped")).lines().map_while(Result::ok);
        let secret = said.find_map(|line| Some(line.split_once("Bearer ")?.1.split('\'').next()?.to_owned()));
        Self { process, url: url.trim().to_owned(), secret: secret.expect("it says how to call") }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.process.kill().expect("it still runs");
        self.process.wait().expect("it ends");
    }
}

/// A fenced block: its language, and what is in it.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let mut parts = PAGE.split("```");
    parts.next();
    let mut blocks = Vec::new();
    while let (Some(block), _prose) = (parts.next(), parts.next()) {
        blocks.push(block.split_once('\n').expect("a block names its language"));
    }
    blocks
}

/// Runs commands after those that were remembered; what they print.
fn run(before: &str, commands: &str, folder: &Path) -> String {
    let script = format!("set -eu\n{before}\n{commands}");
    let output = Command::new("bash").arg("-c").arg(script).current_dir(folder).output().expect("bash runs");
    assert!(output.status.success(), "{commands}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Whether an answer is what the page shows: `…` stands for anything, and a number in the ledger for any.
fn is_as_shown(answer: &Value, shown: &Value, name: &str) -> bool {
    match (answer, shown) {
        (_, Value::String(text)) if text == "…" => true,
        (Value::Number(_), Value::Number(_)) if matches!(name, "leaf" | "index") => true,
        (Value::Object(answer), Value::Object(shown)) => {
            answer.len() == shown.len()
                && answer
                    .iter()
                    .all(|(name, value)| shown.get(name).is_some_and(|shown| is_as_shown(value, shown, name)))
        }
        (Value::Array(answer), Value::Array(shown)) => {
            answer.len() == shown.len() && answer.iter().zip(shown).all(|(one, other)| is_as_shown(one, other, ""))
        }
        _ => answer == shown,
    }
}

#[test]
fn every_example_of_the_page_answers_as_the_page_says() {
    let demo = Demo::start();
    let folder = tempfile::tempdir().expect("a folder");
    let mut before = format!("URL={}\nSECRET={}\n", demo.url, demo.secret);
    let mut last = Value::Null;
    let blocks = blocks();
    let mut compared = 0;
    for (at, (language, text)) in blocks.iter().enumerate() {
        let shown = blocks.get(at + 1);
        match (*language, shown) {
            ("sh", _) if text.starts_with("URL=") => {}
            ("sh", _) if text.trim_end().ends_with("=…") => {
                let name = text.trim_end().trim_end_matches("=…");
                let member = if name == "OTHER" { "token".to_owned() } else { name.to_lowercase() };
                let value = last[&member].as_str().unwrap_or_else(|| panic!("{text} follows {last}"));
                writeln!(before, "{name}={value}").expect("a string");
            }
            ("sh", _) if text.contains("() {") => before.push_str(text),
            ("sh", Some(("json", shown))) => {
                let said = run(&before, text, folder.path());
                last = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{text}: {error} in {said}"));
                // An answer may lack nothing but the receipt, which is there on SQLite: the demo's engine.
                let shown: Value = serde_json::from_str(shown).expect("the page shows JSON");
                assert!(is_as_shown(&last, &shown, ""), "{text}\nanswers {last:#}\nand not {shown:#}");
                compared += 1;
            }
            ("sh", Some(("text", shown))) => {
                assert_eq!(run(&before, text, folder.path()).trim_end(), shown.trim_end(), "{text}");
                compared += 1;
            }
            ("sh", other) => panic!("{text} is followed by {other:?}"),
            _ => {}
        }
    }
    assert!(compared > 20, "{compared} answers were compared");
}

/// The table of the page against what the description says that calls may be refused with.
#[test]
fn the_page_lists_every_code_with_its_status() {
    let demo = Demo::start();
    let said = run(&format!("URL={}", demo.url), "curl -sS \"$URL/api/v1/openapi.json\"", Path::new("."));
    let description: Value = serde_json::from_str(&said).expect("JSON");
    let mut described: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for call in description["paths"]
        .as_object()
        .expect("paths")
        .values()
        .flat_map(|path| path.as_object().expect("calls").values())
    {
        for (status, response) in call["responses"].as_object().expect("responses") {
            let codes = response["description"].as_str().and_then(|text| text.strip_prefix("Refused: "));
            for code in codes.into_iter().flat_map(|codes| codes.trim_end_matches('.').split(", ")) {
                described.entry(code.to_owned()).or_default().insert(status.clone());
            }
        }
    }
    let listed: BTreeMap<String, BTreeSet<String>> = PAGE
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            let (status, code) = (cells.next()?, cells.next()?.strip_prefix('`')?.strip_suffix('`')?);
            Some((code.to_owned(), BTreeSet::from([status.to_owned()])))
        })
        .collect();
    assert_eq!(listed, described);
}
