//! The files are read back by programs that are not ours. Where such a program is missing, the test fails and says which.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use waarborg_web::Lang;

use super::published;
use crate::register::dpv;
use crate::register::{RegisterKind, controller_register};
use crate::sample::{example, samples, usual};

fn file(all: &[(String, Vec<u8>)], path: &str) -> Vec<u8> {
    all.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("{path} is not made")).1.clone()
}

fn run(command: &mut Command, needs: &str) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("this test needs {needs}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{needs} refused the file: {said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn libre_office_opens_the_spreadsheet_with_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<(&str, usize)> = samples()
        .into_iter()
        .map(|(name, loaded)| {
            let rows = loaded.protocol.as_ref().unwrap().purpose.len();
            let xlsx = file(&published(loaded).all(), "/nl/register.xlsx");
            std::fs::write(folder.path().join(format!("{name}.xlsx")), xlsx).unwrap();
            (name, rows)
        })
        .collect();
    let home = format!("-env:UserInstallation=file://{}", folder.path().join("home").display());
    let mut soffice = Command::new("soffice");
    soffice.args([&home, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76", "--outdir"]);
    soffice.arg(folder.path()).args(rows.iter().map(|(name, _)| folder.path().join(format!("{name}.xlsx"))));
    run(&mut soffice, "LibreOffice (package libreoffice-calc-nogui)");
    for (name, rows) in rows {
        let csv = std::fs::read(folder.path().join(format!("{name}.csv"))).expect("LibreOffice wrote the file");
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_slice());
        assert!(reader.headers().unwrap().iter().any(|head| head.starts_with("Grondslag")), "{name}");
        assert_eq!(reader.records().flatten().count(), rows, "{name}");
    }
}

#[test]
fn the_csv_has_the_rows_of_the_register() {
    let all = published(example("dexes-complete")).all();
    let bytes = file(&all, "/nl/register.csv");
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("begins with the byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
    let protocol = example("dexes-complete").protocol.unwrap();
    let register = controller_register(&protocol, Lang::Nl);
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), register.rows.len());
    assert!(records.iter().all(|record| record.get(record.len() - 1) == Some("Volledig")), "every row is complete");
    let flow = file(&all, "/nl/data-flow.csv");
    assert!(String::from_utf8(flow).unwrap().lines().count() > protocol.purpose.len());
}

#[test]
fn the_json_holds_exactly_the_keys_of_its_schema() {
    let all = published(example("dexes-complete")).all();
    for (lang, register) in [("nl", "register"), ("en", "register"), ("nl", "register/processor")] {
        let parse = |ending: &str| {
            serde_json::from_slice::<Value>(&file(&all, &format!("/{lang}/{register}.{ending}"))).unwrap()
        };
        let (document, schema) = (parse("json"), parse("schema.json"));
        assert_eq!(document["$schema"], format!("https://privacy.example/{lang}/{register}.schema.json"));
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>();
        let known = keys(&schema["properties"]["rows"]["items"]["properties"]);
        for row in document["rows"].as_array().unwrap() {
            assert_eq!(keys(row), known, "{lang} {register}");
        }
        for key in schema["required"].as_array().unwrap() {
            assert!(!document[key.as_str().unwrap()].is_null(), "{key}");
        }
    }
}

/// Asks `rdflib` how many triples a file has, and what follows from a few questions that the register must answer.
fn triples(path: &Path, format: &str) -> (usize, String) {
    let script = "import rdflib, sys\n\
                  graph = rdflib.Graph().parse(sys.argv[1], format=sys.argv[2])\n\
                  dpv = rdflib.Namespace('https://w3id.org/dpv#')\n\
                  print(len(graph))\n\
                  print(sorted(str(o).split('#')[1] for o in set(graph.objects(None, dpv.hasLegalBasis))))\n";
    let mut python = Command::new("/usr/bin/python3");
    python.args(["-c", script]).arg(path).arg(format);
    let said = run(&mut python, "python3 with rdflib (package python3-rdflib)");
    let (count, rest) = said.split_once('\n').expect("two lines");
    (count.parse().expect("a number"), rest.trim().to_owned())
}

#[test]
fn an_independent_library_reads_the_vocabulary_the_same_in_both_forms() {
    let folder = tempfile::tempdir().unwrap();
    for (name, loaded) in samples() {
        let all = published(loaded).all();
        for register in ["register", "register/processor"] {
            let save = |ending: &str| {
                let path = folder.path().join(format!("{name}.{ending}"));
                std::fs::write(&path, file(&all, &format!("/en/{register}.{ending}"))).unwrap();
                path
            };
            let (turtle, json) = (triples(&save("ttl"), "turtle"), triples(&save("jsonld"), "json-ld"));
            assert_eq!(turtle, json, "{name} {register}");
        }
    }
    let path = folder.path().join("usual.ttl");
    std::fs::write(&path, dpv::graph(&usual(), RegisterKind::Controller, "https://privacy.example").turtle()).unwrap();
    let (_, bases) = triples(&path, "turtle");
    assert_eq!(bases, "['A46-2-c', 'A6-1-a', 'A6-1-b', 'A6-1-f', 'A9-2-a']");
}
