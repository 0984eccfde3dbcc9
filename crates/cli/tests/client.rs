//! `waarborg client`, as an operator calls it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn waarborg(arguments: &[&str], folder: &Path) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waarborg"));
    let Output { status, stdout, stderr } =
        command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_client_is_added_with_a_secret_shown_once_and_disabled_for_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for prepare in [&["init", "."][..], &["apply", "protocol"]] {
        assert_eq!(waarborg(prepare, folder).0, Some(0), "{prepare:?}");
    }
    let add = ["client", "add", "shop", "--purpose", "questions", "--may", "read,create", "--json"];
    let (code, added, said) = waarborg(&add, folder);
    assert_eq!(code, Some(0), "{said}");
    let added: Value = serde_json::from_str(&added).expect("JSON");
    let secret = added["secret"].as_str().expect("a secret");
    assert_eq!((secret.len(), secret.starts_with("wbc_")), (80, true));

    let (_, listed, _) = waarborg(&["client", "list", "--json"], folder);
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(
        (&listed[0]["client"], &listed[0]["may"], &listed[0]["purposes"], &listed[0]["disabled_at"]),
        (&json!("shop"), &json!(["create", "read"]), &json!(["questions"]), &Value::Null)
    );
    assert!(!listed.to_string().contains(&secret[37..]), "a secret is shown once");

    let refused = |arguments: &[&str]| {
        let (code, _, said) = waarborg(arguments, folder);
        assert_eq!(code, Some(2), "{arguments:?}");
        said
    };
    assert!(refused(&add).contains("a client shop is there already"));
    let unknown = ["client", "add", "other", "--purpose", "advertising", "--may", "read"];
    assert!(refused(&unknown).contains("no purpose of this name"));
    let nonsense = ["client", "add", "other", "--purpose", "questions", "--may", "everything"];
    assert!(refused(&nonsense).contains("an operation is one of create, read, find"));
    assert_eq!(waarborg(&["client", "disable", "shop"], folder).0, Some(0));
    assert!(refused(&["client", "disable", "shop"]).contains("it is disabled already"));
}
