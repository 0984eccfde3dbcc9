//! A real server is backed up while it runs, lost, restored and recovered; and anybody verifies it offline.

mod installation;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use installation::{Installation, Running};
use serde_json::Value;

const PROTOCOL: &str = "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n\
    [category.contact]\nname = \"Contact\"\n[category.contact.field]\nemail = { name = \"E-mail\", kind = \"email\" }\n\
    [purpose.letters]\nname = \"Letters\"\ndata = [\"contact\"]\n\
    basis.kind = \"consent\"\nbasis.text = \"May we?\"\nbasis.withdraw = \"Write to us.\"\n";

impl Installation {
    /// Settings and a protocol, without keys.
    fn bare(also: &str) -> Self {
        let it = Self { home: tempfile::tempdir().expect("a folder") };
        fs::create_dir(it.path("protocol")).expect("made");
        fs::write(it.path("protocol/protocol.toml"), PROTOCOL).expect("written");
        let settings = format!("[listen]\naddress = \"127.0.0.1:0\"\n{also}");
        fs::write(it.path("server.toml"), settings).expect("written");
        it
    }

    fn new(also: &str) -> Self {
        let it = Self::bare(also);
        it.done(&["keys", "init"]);
        it
    }

    /// What a command says that ends with this code.
    fn ends(&self, code: i32, arguments: &[&str]) -> String {
        let (found, printed, said) = self.run(arguments);
        assert_eq!(found, Some(code), "{arguments:?}: {printed}{said}");
        printed + &said
    }
}

impl Running {
    fn create(&self, secret: &str, name: &str) -> String {
        let body = format!(
            r#"{{"purposes":["letters"],"source":"data-subject","fields":{{"contact.email":"{name}@voorbeeld.example"}}}}"#
        );
        let (status, created) = self.call(secret, "POST", "/api/v1/subjects/create", &body);
        assert_eq!(status, 201, "{created}");
        created["token"].as_str().expect("a token").to_owned()
    }

    fn reads(&self, secret: &str, token: &str) -> u16 {
        let body = format!(r#"{{"who":{{"token":"{token}"}},"purpose":"letters"}}"#);
        self.call(secret, "POST", "/api/v1/subjects/read", &body).0
    }
}

fn client(it: &Installation) -> String {
    let added = it.done(&["client", "add", "test", "--may", "create,read,erase", "--purpose", "letters"]);
    added.split_whitespace().find(|word| word.starts_with("wbc_")).expect("a secret").to_owned()
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().expect("cp runs").success());
}

/// The one file in a folder whose name begins so.
fn one(folder: &Path, begins: &str) -> String {
    let names = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> =
        names.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begins))).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).display().to_string()
}

#[test]
fn an_installation_that_is_lost_comes_back_without_the_erased() {
    let it = Installation::new("");
    it.serve().stop();
    let secret = client(&it);
    let running = it.serve();
    let [ans, bert, carla] = ["ans", "bert", "carla"].map(|name| running.create(&secret, name));
    let said = it.done(&["backup", "safe"]);
    assert!(said.contains("3 people") && said.contains("no keys") && said.contains("replace it yourself"), "{said}");
    let (data, keys) = (one(&it.path("safe"), "data-"), one(&it.path("safe"), "keys"));
    assert!(it.done(&["backup", "verify", &data, &keys]).contains("signed by"));
    let (status, erased) = running.call(&secret, "POST", "/api/v1/subjects/erase", &format!(r#"{{"token":"{ans}"}}"#));
    assert_eq!(status, 200, "{erased}");
    running.stop();

    let other = Installation::bare("");
    copy(&it.path("root.key"), &other.path("root.key"));
    copy(&it.path("outside"), &other.path("outside"));
    let restore = ["restore", "--data", &data, "--keys", &keys];
    let dry = other.done(&[&restore[..], &["--dry-run"]].concat());
    assert!(dry.contains("nothing was changed") && dry.contains("2 can be read") && dry.contains("1 were in"), "{dry}");
    assert!(!other.path("data").exists() && !other.path("keys").exists());
    let report: Value = serde_json::from_str(&other.done(&[&restore[..], &["--json"]].concat())).expect("JSON");
    assert_eq!((&report["people"], &report["erased_again"]), (&2.into(), &1.into()), "{report}");
    assert_eq!(report["ledger"], "behind");
    assert!(other.ends(2, &restore).contains("move it aside"));

    assert!(other.ends(2, &["serve"]).contains("waarborg ledger recover"));
    assert!(other.ends(2, &["ledger", "recover", "--by", "Anna", "Anna", "--yes-recover"]).contains("two who agree"));
    assert!(other.ends(2, &["ledger", "recover", "--by", "Anna", "--by", "Bram"]).contains("nothing was done"));
    other.done(&["ledger", "recover", "--by", "Anna", "Bram", "--yes-recover"]);
    let running = other.serve();
    assert_eq!([&ans, &bert, &carla].map(|token| running.reads(&secret, token)), [404, 200, 200]);
    let verified = other.done(&["verify", "data"]);
    assert!(verified.contains("Verified: database") && verified.contains("tells of a recovery"), "{verified}");
    running.stop();
}

#[test]
fn whoever_has_the_public_key_verifies_database_export_receipt_and_certificate() {
    let it = Installation::new("");
    it.serve().stop();
    let secret = client(&it);
    let running = it.serve();
    let token = running.create(&secret, "ans");
    let (_, erased) = running.call(&secret, "POST", "/api/v1/subjects/erase", &format!(r#"{{"token":"{token}"}}"#));
    let (status, key) = running.call("", "GET", "/ledger/key", "");
    assert_eq!(status, 200, "{key}");
    let key = key.as_str().expect("text").trim().to_owned();
    let leaf = erased["leaf"].as_i64().expect("a leaf");
    let (status, receipt) = running.call(&secret, "POST", "/api/v1/receipts", &format!(r#"{{"leaf":{leaf}}}"#));
    assert_eq!(status, 200, "{receipt}");
    let erasure = erased["erasure"].as_str().expect("an id");
    let (status, certificate) = running.call(&secret, "GET", &format!("/api/v1/erasures/{erasure}"), "");
    assert_eq!(status, 200, "{certificate}");
    assert!(it.done(&["verify", "data"]).contains("the checkpoint outside is known"), "also while it is served");
    it.done(&["ledger", "export", "log"]);
    running.stop();

    let elsewhere = tempfile::tempdir().expect("a folder");
    let verify = |name: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waarborg"));
        command.args(["verify", name]).args(more).current_dir(elsewhere.path()).stdin(Stdio::null());
        let Output { status, stdout, stderr } = command.output().expect("it runs");
        (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
    };
    copy(&it.path("log"), &elsewhere.path().join("log"));
    let write = |name: &str, value: &Value| {
        fs::write(elsewhere.path().join(name), value.to_string()).expect("written");
    };
    write("receipt.json", &receipt);
    write("certificate.json", &certificate);
    let (code, said) = verify("log", &["--key", &key]);
    assert_eq!((code, said.contains("Verified: exported log")), (Some(0), true), "{said}");
    let (code, said) = verify("receipt.json", &["--key", &key]);
    assert_eq!((code, said.contains("Verified: receipt")), (Some(0), true), "{said}");
    let (code, said) = verify("certificate.json", &["--key", &key]);
    assert!(
        code == Some(0) && said.contains(&format!("Erasure {erasure}")) && said.contains("no copy opens"),
        "{said}"
    );
    let (code, said) = verify("certificate.json", &[]);
    assert_eq!((code, said.contains("compare it with /ledger/key")), (Some(0), true), "{said}");

    let mut forged = certificate.clone();
    forged["record"] = certificate["record"].as_str().expect("text").replace("copies_gone_by", "copies_gone_bY").into();
    write("forged.json", &forged);
    let (code, said) = verify("forged.json", &["--key", &key]);
    assert_eq!((code, said.contains("not what the leaf commits to")), (Some(1), true), "{said}");
    for (member, value) in [("final_at", Value::from("2026-01-01T00:00:00Z")), ("signature", Value::Null)] {
        let mut forged = certificate.clone();
        forged[member] = value;
        write("forged.json", &forged);
        assert_eq!(verify("forged.json", &["--key", &key]).0, Some(1), "{member}");
    }
    let mut forged = receipt.clone();
    forged["entry"] = receipt["entry"].as_str().expect("text").replace("\"v\":1", "\"v\":2").into();
    write("forged.json", &forged);
    assert_eq!(verify("forged.json", &["--key", &key]).0, Some(1));
    let other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let mut forged = receipt.clone();
    forged["index"] = (receipt["index"].as_u64().expect("a place") + 1).into();
    write("elsewhere.json", &forged);
    let (code, said) = verify("elsewhere.json", &["--key", &key]);
    assert_eq!((code, said.contains("and proves leaf")), (Some(1), true), "{said}");
    assert_eq!(verify("receipt.json", &["--key", other]).0, Some(1));
    let (code, said) = verify("receipt.json", &[]);
    assert_eq!((code, said.contains("name the public key")), (Some(2), true), "{said}");

    let bundle = elsewhere.path().join("log/tile/entries");
    let bundle = PathBuf::from(one(&PathBuf::from(one(&bundle, "000.p")), ""));
    let whole = fs::read(&bundle).expect("there");
    let mut altered = whole.clone();
    let place = whole.len() / 2;
    altered[place] ^= 1;
    fs::write(&bundle, &altered).expect("ours");
    let (code, said) = verify("log", &["--key", &key, "--json"]);
    let report: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((code, &report["verified"]), (Some(1), &Value::Bool(false)), "{report}");
    assert!(report["first_bad"].is_u64(), "{report}");
}

#[test]
fn who_changes_a_leaf_in_the_database_file_is_found_and_the_leaf_named() {
    let it = Installation::new("");
    it.serve().stop();
    let file = it.path("data/waarborg.db");
    let mut bytes = fs::read(&file).expect("there");
    let entry = bytes.windows(6).position(|window| window == b"{\"c\":\"").expect("a leaf");
    bytes[entry + 10] = if bytes[entry + 10] == b'A' { b'B' } else { b'A' };
    fs::write(&file, &bytes).expect("ours");
    let said = it.ends(1, &["verify", "data"]);
    assert!(said.contains("leaf 0 was changed") || said.contains("the first is between 0 and"), "{said}");
}

#[test]
fn a_server_has_its_ledger_cosigned_by_a_witness_of_the_same_program() {
    let outside = tempfile::tempdir().expect("a folder");
    let it = Installation::new("[ledger]\norigin = \"privacy.example/ledger\"\n");
    it.serve().stop();
    let key = fs::read_to_string(it.path("outside/ledger-key")).expect("kept");
    let state = outside.path().join("state").display().to_string();
    let arguments =
        ["witness", "--name", "witness.example", "--listen", "127.0.0.1:0", "--state", &state, "--log", key.trim()];
    let witness = it.start(&arguments, "\nkey = ");
    let lines = witness.said.split_once("[[ledger.witness]]").expect("to be pasted").1;
    let settings = fs::read_to_string(it.path("server.toml")).expect("there");
    fs::write(it.path("server.toml"), format!("{settings}[[ledger.witness]]{lines}")).expect("ours");
    let running = it.serve();
    // The server asks every two seconds; whoever waits for it asks the server.
    let cosigned = std::iter::repeat_with(|| running.call("", "GET", "/ledger/checkpoint", "").1)
        .take(100_000)
        .find(|note| note.as_str().is_some_and(|note| note.contains("— witness.example ")));
    assert!(cosigned.is_some());
    running.stop();
    witness.stop();
}
