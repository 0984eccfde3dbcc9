//! The JSON Schema that editors get, held by an independent validator against the protocols that ship.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use waarborg_protocol::schema::json_schema;

/// How many mistakes Python's `jsonschema` finds in each instance, after checking the schema itself (draft 2020-12).
fn mistakes(instances: &[Value]) -> Vec<u64> {
    let script = "import json, sys\n\
                  from jsonschema import Draft202012Validator as Validator\n\
                  asked = json.load(sys.stdin)\n\
                  Validator.check_schema(asked['schema'])\n\
                  validator = Validator(asked['schema'])\n\
                  print(json.dumps([len(list(validator.iter_errors(one))) for one in asked['instances']]))\n";
    let mut python = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 with jsonschema (package python3-jsonschema)");
    let asked = json!({ "schema": json_schema(), "instances": instances }).to_string();
    python.stdin.take().expect("a pipe was asked for").write_all(asked.as_bytes()).expect("it reads");
    let answer = python.wait_with_output().expect("it ends");
    assert!(answer.status.success(), "python3 with jsonschema (package python3-jsonschema) has to run");
    serde_json::from_slice(&answer.stdout).expect("a list of numbers")
}

/// TOML as an editor's validator sees it: dates are text.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, plain(value))).collect::<serde_json::Map<_, _>>().into()
        }
    }
}

fn read(text: &str) -> Value {
    plain(toml::Value::Table(text.parse().expect("TOML")))
}

#[test]
fn the_schema_accepts_every_file_that_ships_and_refuses_what_the_reader_refuses() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files = Vec::new();
    for name in ["dexes", "dexes-complete", "library"] {
        for entry in std::fs::read_dir(examples.join(name)).expect("an example") {
            let path = entry.expect("readable").path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                files.push(read(&std::fs::read_to_string(path).expect("text")));
            }
        }
    }
    assert!(files.len() > 30, "{} files", files.len());
    assert_eq!(mistakes(&files), vec![0; files.len()]);
    let wrong = [
        "controler = 1",
        "[purpose.tax]\nnaam = \"Tax\"",
        "[purpose.tax]\nname = \"Tax\"\nbasis = { kind = \"hope\" }",
        "[purpose.tax]\nname = \"Tax\"\nbasis = { kind = \"consent\", text = \"Yes\" }",
        "[contact.us]\nrole = \"privcy\"",
        "[dpo]\nappointed = \"no\"",
        "[category.Bad]\nname = \"Bad\"",
        "[design]\nwords = { de = \"Hallo\" }",
    ];
    let found = mistakes(&wrong.map(read));
    assert!(found.iter().all(|count| *count > 0), "{found:?}");
}
