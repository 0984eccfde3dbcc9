//! Keys, journal and ledger around a real server: what is refused, by name, and what is repeated after a restore.

mod installation;

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Output, Stdio};

use installation::Installation;

impl Installation {
    fn new() -> Self {
        let it = Self { home: tempfile::tempdir().expect("a folder") };
        it.done(&["init", "."]);
        let settings = it.path("server.toml");
        let text = fs::read_to_string(&settings).expect("written by init");
        fs::write(settings, text.replace("address = \"127.0.0.1:8420\"", "address = \"127.0.0.1:0\"")).expect("ours");
        let protocol = "\n[category.contact]\nname = \"Contact\"\n[category.contact.field]\nemail = { name = \"E-mail\", kind = \"email\" }\n\
            [purpose.letters]\nname = \"Letters\"\ndata = [\"contact\"]\nbasis.kind = \"consent\"\nbasis.text = \"May we?\"\nbasis.withdraw = \"Write to us.\"\n";
        let least =
            "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n";
        fs::write(it.path("protocol/protocol.toml"), format!("{least}{protocol}")).expect("ours");
        it
    }

    /// Runs a command that refuses, and gives what it said.
    fn refused(&self, arguments: &[&str]) -> String {
        let (code, printed, said) = self.run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {printed}{said}");
        said
    }

    /// The files of the epochs.
    fn epochs(&self) -> Vec<String> {
        let names = fs::read_dir(self.path("keys")).expect("a folder").flatten();
        let mut names: Vec<String> = names.map(|one| one.file_name().into_string().expect("UTF-8")).collect();
        names.retain(|name| name.starts_with("epoch-"));
        names.sort();
        names
    }
}

/// Moves a file or folder away for as long as `body` runs.
fn without(path: &Path, body: impl FnOnce()) {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let aside = elsewhere.path().join("aside");
    fs::rename(path, &aside).expect("ours");
    body();
    assert!(!path.exists(), "nothing was made in place of {}", path.display());
    fs::rename(&aside, path).expect("ours");
}

#[test]
fn serve_refuses_lost_or_loose_keys_by_name_and_makes_nothing_in_their_place() {
    let it = Installation::new();
    without(&it.path("keys"), || {
        assert!(
            it.refused(&["serve"]).contains("`waarborg keys init` makes them"),
            "a new installation has no database"
        );
        assert!(!it.path("data").exists());
    });
    it.serve().stop();
    for name in ["index.key", "ledger.key", "pepper.key", "suppression.key"] {
        without(&it.path("keys").join(name), || {
            let said = it.refused(&["serve"]);
            assert!(said.contains(&format!("`{name}` is not there")), "{said}");
        });
    }
    without(&it.path("keys"), || {
        let said = it.refused(&["serve"]);
        assert!(said.contains("this database was made with keys") && said.contains("copy of the key folder"), "{said}");
        assert!(it.refused(&["keys", "init"]).contains("new ones could not open it"));
    });
    without(&it.path("root.key"), || {
        let said = it.refused(&["serve"]);
        assert!(said.contains("root.key is not there") && said.contains("waarborg keys join"), "{said}");
    });
    without(&it.path("outside"), || {
        let said = it.refused(&["serve"]);
        assert!(said.contains("outside") && said.contains("waarborg ledger recover"), "{said}");
    });
    for (path, loose, strict) in [
        ("root.key", 0o644, 0o600),
        ("keys/index.key", 0o660, 0o600),
        ("keys", 0o755, 0o700),
        ("outside", 0o750, 0o700),
    ] {
        fs::set_permissions(it.path(path), Permissions::from_mode(loose)).expect("ours");
        let said = it.refused(&["serve"]);
        assert!(said.contains(&format!("{path} can be reached by others (mode {loose:o})")), "{said}");
        assert!(said.contains(&format!("chmod {strict:o}")), "{said}");
        fs::set_permissions(it.path(path), Permissions::from_mode(strict)).expect("ours");
    }
    it.serve().stop();
}

#[test]
fn what_init_makes_secret_stays_out_of_git() {
    let it = Installation::new();
    it.serve().stop();
    let ignored = fs::read_to_string(it.path(".gitignore")).expect("written by init");
    for secret in ["/root.key", "/keys/", "/outside/", "/data/"] {
        assert!(ignored.lines().any(|line| line == secret), "{ignored}");
        assert!(it.path(secret.trim_matches('/')).exists(), "{secret} is there");
    }
}

#[test]
fn keys_of_another_installation_and_older_keys_do_not_open_the_database() {
    let (it, other) = (Installation::new(), Installation::new());
    it.serve().stop();
    let ours = it.path("ours");
    fs::rename(it.path("keys"), &ours).expect("ours");
    copy(&other.path("keys"), &it.path("keys"));
    assert!(it.refused(&["serve"]).contains("was sealed under root key"));
    fs::remove_dir_all(it.path("keys")).expect("ours");
    copy(&ours, &it.path("keys"));
    it.done(&["keys", "rotate"]);
    fs::remove_dir_all(it.path("keys")).expect("ours");
    fs::rename(&ours, it.path("keys")).expect("ours");
    let said = it.refused(&["serve"]);
    assert!(said.contains("do not belong to this database") && said.contains("behind"), "{said}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("ours");
    fs::set_permissions(to, Permissions::from_mode(0o700)).expect("ours");
    for file in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(file.path(), to.join(file.file_name())).expect("ours");
    }
}

#[test]
fn doctor_tells_of_keys_and_of_what_is_kept_outside() {
    let it = Installation::new();
    it.serve().stop();
    let found = |what: &str| {
        let Output { stdout, .. } = it.command(&["doctor", "--json"]).output().expect("it runs");
        let all: Vec<serde_json::Value> = serde_json::from_slice(&stdout).expect("JSON");
        all.into_iter().find(|one| one["what"] == what).expect("it is looked at")
    };
    assert_eq!(found("keys")["state"], "well", "{}", found("keys"));
    assert!(found("outside")["says"].as_str().expect("text").contains("a checkpoint of"), "{}", found("outside"));
    fs::set_permissions(it.path("keys/index.key"), Permissions::from_mode(0o644)).expect("ours");
    assert_eq!(found("keys")["state"], "mend");
    assert!(found("keys")["says"].as_str().expect("text").contains("index.key can be reached by others"));
    fs::remove_dir_all(it.path("keys")).expect("ours");
    assert!(found("keys")["do"].as_str().expect("text").starts_with("Put the newest copy of the key folder back"));
    fs::remove_dir_all(it.path("outside")).expect("ours");
    assert_eq!(found("outside")["state"], "mend", "{}", found("outside"));
}

#[test]
fn what_was_kept_outside_is_never_begun_anew_by_itself() {
    let it = Installation::new();
    it.serve().stop();
    let recover = ["ledger", "recover", "--yes-recover", "--by", "operator", "privacy-officer"];
    fs::remove_file(it.path("outside/checkpoint")).expect("lost");
    let said = it.refused(&["serve"]);
    assert!(said.contains("no checkpoint is kept") && said.contains("waarborg ledger recover"), "{said}");
    it.done(&recover);
    it.serve().stop();
    fs::remove_dir_all(it.path("outside")).expect("lost");
    assert!(it.refused(&["serve"]).contains("nothing is kept in"));
    it.done(&recover);
    it.serve().stop();
    assert!(it.refused(&recover).contains("nothing to recover"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_server_that_fails_leaves_no_copy_of_its_memory() {
    let it = Installation::new();
    let running = it.serve();
    let limits = fs::read_to_string(format!("/proc/{}/limits", running.process.id())).expect("it runs");
    let core: Vec<&str> = limits.lines().filter(|line| line.starts_with("Max core file size")).collect();
    assert_eq!(core[0].split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
    running.stop();
}

#[test]
fn two_servers_of_one_installation_do_not_run() {
    let it = Installation::new();
    let running = it.serve();
    assert!(it.refused(&["serve"]).contains("in use by another Waarborg"));
    running.stop();
}

#[test]
fn keys_rotate_by_the_server_that_runs_or_else_by_the_command() {
    let it = Installation::new();
    it.serve().stop();
    assert_eq!(it.epochs(), ["epoch-0000000001.key"]);
    assert!(it.done(&["keys", "rotate"]).contains("Rotated to epoch 2"));
    assert_eq!(it.epochs(), ["epoch-0000000002.key"], "the old one is gone");
    let running = it.serve();
    assert!(it.done(&["keys", "rotate"]).contains("Rotated to epoch 3"));
    assert_eq!(it.epochs(), ["epoch-0000000003.key"]);
    running.stop();
    let status: serde_json::Value = serde_json::from_str(&it.done(&["keys", "status", "--json"])).expect("JSON");
    assert_eq!((status["epoch"].as_u64(), status["under_way"].as_bool()), (Some(3), Some(false)));
    it.serve().stop();
}

#[test]
fn a_lost_root_key_is_rebuilt_from_shares_and_not_from_too_few() {
    let it = Installation::new();
    it.serve().stop();
    let root = fs::read_to_string(it.path("root.key")).expect("there");
    let printed = it.done(&["keys", "split", "--needed", "3", "--of", "5"]);
    let shares: Vec<&str> = printed.lines().filter(|line| line.starts_with("waarborg-share")).collect();
    assert_eq!(shares.len(), 5, "{printed}");
    assert!(!printed.contains(root.trim()));
    let join = |given: &[&str]| {
        let mut command = it.command(&["keys", "join"]);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        process.stdin.take().expect("piped").write_all(given.join("\n\n").as_bytes()).expect("it reads");
        let Output { status, stdout, stderr } = process.wait_with_output().expect("it ends");
        (status.success(), String::from_utf8([stdout, stderr].concat()).expect("UTF-8"))
    };
    assert!(join(&shares[..3]).1.contains("root.key is already there"), "it is never written over");
    fs::remove_file(it.path("root.key")).expect("ours");
    let (joined, said) = join(&shares[..2]);
    assert!(!joined && said.contains("3 shares are needed, and 2 were given"), "{said}");
    let (joined, said) = join(&[shares[4], shares[0], shares[2]]);
    assert!(joined && said.contains("It opens the key files"), "{said}");
    assert_eq!(fs::read_to_string(it.path("root.key")).expect("rebuilt"), root);
    assert_eq!(fs::metadata(it.path("root.key")).expect("there").permissions().mode() & 0o777, 0o600);
    it.serve().stop();
}

#[test]
fn whoever_was_erased_does_not_come_back_with_an_old_copy_of_the_database() {
    let it = Installation::new();
    it.serve().stop();
    let added = it.done(&["client", "add", "test", "--may", "create,read,erase", "--purpose", "letters"]);
    let secret = added.split_whitespace().find(|word| word.starts_with("wbc_")).expect("a secret").to_owned();
    let running = it.serve();
    let create =
        r#"{"purposes":["letters"],"source":"data-subject","fields":{"contact.email":"ans@voorbeeld.example"}}"#;
    let (status, created) = running.call(&secret, "POST", "/api/v1/subjects/create", create);
    assert_eq!(status, 201, "{created}");
    let token = created["token"].as_str().expect("a token").to_owned();
    let read = format!(r#"{{"who":{{"token":"{token}"}},"purpose":"letters"}}"#);
    assert_eq!(running.call(&secret, "POST", "/api/v1/subjects/read", &read).0, 200);
    running.stop();
    let less = it.path("less");
    fs::create_dir(&less).expect("made");
    let text = fs::read_to_string(it.path("protocol/protocol.toml")).expect("there");
    let without = text.split("[purpose.letters]").next().expect("before it");
    fs::write(less.join("protocol.toml"), without).expect("ours");
    let plan = it.done(&["plan", "less"]);
    assert!(plan.contains("(1 record)"), "the plan counts whom a purpose that disappears is about: {plan}");

    let old = it.path("old.db");
    fs::copy(it.path("data/waarborg.db"), &old).expect("a copy");
    let running = it.serve();
    let (status, erased) =
        running.call(&secret, "POST", "/api/v1/subjects/erase", &format!(r#"{{"token":"{token}"}}"#));
    assert_eq!(status, 200, "{erased}");
    assert_eq!(running.call(&secret, "POST", "/api/v1/subjects/read", &read).0, 404);
    running.stop();

    for file in ["waarborg.db", "waarborg.db-wal", "waarborg.db-shm"] {
        drop(fs::remove_file(it.path("data").join(file)));
    }
    fs::copy(&old, it.path("data/waarborg.db")).expect("an old copy is put back");
    let said = it.refused(&["serve"]);
    assert!(said.contains("erased again"), "{said}");
    assert!(said.contains("rolled back") && said.contains("waarborg ledger recover"), "{said}");
    assert!(it.done(&["ledger", "recover", "--by", "Anna", "Bram", "--yes-recover"]).contains("says what was lost"));
    let running = it.serve();
    assert_eq!(running.call(&secret, "POST", "/api/v1/subjects/read", &read).0, 404, "{}", running.said);
    running.stop();
}
