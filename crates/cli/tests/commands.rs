//! The real program, as a script calls it.

use std::fs::OpenOptions;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const LEAST: &str =
    "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n";

fn waarborg(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waarborg"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// A folder with a protocol that says this.
fn protocol(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("protocol.toml"), text).expect("written");
    folder
}

fn check(folder: &Path) -> (Option<i32>, String) {
    let Output { status, stdout, .. } = waarborg(&["check"], folder).output().expect("it runs");
    (status.code(), String::from_utf8(stdout).expect("UTF-8"))
}

#[test]
fn a_reader_that_goes_away_does_not_make_an_invalid_protocol_pass() {
    let folder = protocol("");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let status = waarborg(&["check"], folder.path()).stdout(writer).status().expect("it runs");
    assert_eq!(status.code(), Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn a_report_that_cannot_be_written_is_an_error() {
    let folder = protocol(LEAST);
    assert_eq!(check(folder.path()).0, Some(0), "the protocol itself is valid");
    let full = OpenOptions::new().write(true).open("/dev/full").expect("Linux has one");
    let Output { status, stderr, .. } =
        waarborg(&["check", "--json"], folder.path()).stdout(full).output().expect("it runs");
    let said = String::from_utf8(stderr).expect("UTF-8");
    assert_eq!((status.code(), said.contains("cannot write to standard output")), (Some(2), true), "{said}");
}

#[test]
fn a_server_that_cannot_listen_leaves_the_claim_link_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("port 0 is always free");
    let address = taken.local_addr().expect("bound");
    std::fs::write(folder.path().join("server.toml"), format!("[listen]\naddress = \"{address}\"\n")).expect("written");
    for (file, text) in [("protocol/protocol.toml", LEAST), ("data/claim.json", "the link of the server that runs")] {
        let file = folder.path().join(file);
        std::fs::create_dir(file.parent().expect("a folder")).expect("made");
        std::fs::write(file, text).expect("written");
    }
    assert!(waarborg(&["keys", "init"], folder.path()).stdout(Stdio::null()).status().expect("it runs").success());
    let Output { status, stderr, .. } = waarborg(&["serve"], folder.path()).output().expect("it runs");
    let said = String::from_utf8(stderr).expect("UTF-8");
    assert_eq!((status.code(), said.contains("cannot listen")), (Some(2), true), "{said}");
    let claim = std::fs::read_to_string(folder.path().join("data/claim.json")).expect("still there");
    assert_eq!(claim, "the link of the server that runs");
}

#[test]
fn an_include_is_a_file_in_the_folder_wherever_links_lead() {
    let folder = protocol(&format!("include = [\"part.toml\"]\n{LEAST}"));
    let (part, elsewhere) = (folder.path().join("part.toml"), protocol("[dpo]\nappointed = \"a secret\"\n"));
    let refused = |why: &str| {
        let (code, said) = check(folder.path());
        assert_eq!(code, Some(2));
        assert!(said.contains(&format!("cannot read `part.toml`: {why}")), "{said}");
        assert!(!said.contains("a secret"), "{said}");
    };
    symlink(elsewhere.path().join("protocol.toml"), &part).expect("a link");
    refused("it is a link that leads out of the protocol's folder");
    std::fs::remove_file(&part).expect("removed");
    symlink("/dev/zero", &part).expect("a link");
    refused("it is a link that leads out of the protocol's folder");
    std::fs::remove_file(&part).expect("removed");
    // A pipe would make a reader wait for ever; a socket stands here for everything that is not a file.
    let socket = UnixListener::bind(&part).expect("a socket");
    refused("it is not a file");
    drop(socket);
    std::fs::remove_file(&part).expect("removed");
    std::fs::create_dir(folder.path().join("of")).expect("made");
    std::fs::write(folder.path().join("of/part.toml"), "[dpo]\nappointed = false\n").expect("written");
    symlink("of/part.toml", &part).expect("a link");
    assert_eq!(check(folder.path()).0, Some(0), "a link within the folder is followed");
}

#[test]
fn a_protocol_cannot_steer_the_terminal_of_who_checks_it() {
    let keys =
        r#""\u001b]0;title" = 1"#.to_owned() + "\n\"\u{9b}31m\" = 1\n" + r#""\nThis protocol is valid.\n" = 1"# + "\n";
    let (code, said) = check(protocol(&format!("{LEAST}{keys}")).path());
    assert_eq!(code, Some(2));
    assert!(!said.contains(|letter: char| letter.is_control() && letter != '\n'), "{said:?}");
    assert!(!said.lines().any(|line| line.starts_with("This protocol is valid")), "{said}");
}

#[test]
fn a_long_line_is_shown_around_the_place() {
    let names = "1, ".repeat(1_000);
    let (code, said) = check(protocol(&format!("{LEAST}trade_names = [{names}]\n")).path());
    assert_eq!(code, Some(2));
    assert_eq!(said.matches("invalid E03").count(), 1_000, "each mistake is told");
    assert!(said.lines().all(|line| line.chars().count() < 200), "and none shows the whole line");
    let last: Vec<&str> = said.rsplit("invalid E03").next().expect("the last one").lines().collect();
    let caret = last[4].find('^').expect("a caret");
    assert!(last[3].starts_with("6 | …1, "), "{last:?}");
    assert_eq!(last[3].chars().nth(caret), Some('1'), "the caret stands under the mistake: {last:?}");
}

#[test]
fn doctor_says_why_a_database_does_not_answer_and_keeps_its_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let nobody = folder.path().display();
    let settings = format!("[data]\ndatabase = \"postgres://w:geheim@/w?host={nobody}\"\n");
    std::fs::write(folder.path().join("server.toml"), settings).expect("written");
    let Output { status, stdout, .. } = waarborg(&["doctor", "--json"], folder.path()).output().expect("it runs");
    let said = String::from_utf8(stdout).expect("UTF-8");
    assert_eq!(status.code(), Some(2));
    assert!(said.contains("No such file or directory"), "there is no socket: {said}");
    assert!(!said.contains("geheim"), "{said}");
}

#[test]
fn planning_changes_nothing_where_nothing_is_in_force() {
    let folder = protocol(LEAST);
    let Output { status, stderr, .. } = waarborg(&["plan", "."], folder.path()).output().expect("it runs");
    let said = String::from_utf8(stderr).expect("UTF-8");
    assert_eq!((status.code(), said.contains("no version is in force yet")), (Some(2), true), "{said}");
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|one| one.file_name()).collect();
    assert_eq!(files, ["protocol.toml"]);
    let apply = || waarborg(&["apply", "."], folder.path()).output().expect("it runs");
    let said = String::from_utf8(apply().stderr).expect("UTF-8");
    assert!(said.contains("there are no keys") && said.contains("`waarborg keys init` makes them"), "{said}");
    assert!(said.contains("there is no server.toml here") && said.contains("--config"), "{said}");
    assert!(!folder.path().join("data").exists(), "nothing is made without keys");
    assert!(waarborg(&["keys", "init"], folder.path()).stdout(Stdio::null()).status().expect("it runs").success());
    assert!(apply().status.success());
    let Output { status, stdout, .. } = waarborg(&["plan", "."], folder.path()).output().expect("it runs");
    assert_eq!((status.code(), stdout.starts_with(b"Nothing changes.")), (Some(0), true));
}

#[test]
fn what_init_writes_is_valid_and_both_files_are_checked_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let init =
        waarborg(&["init", "privacy", "--name", "Stichting Voorbeeld"], folder.path()).output().expect("it runs");
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let privacy = folder.path().join("privacy");
    let (code, said) = check(&privacy);
    assert_eq!(code, Some(0), "{said}");
    let server = privacy.join("server.toml");
    let text = std::fs::read_to_string(&server).expect("written by init");
    std::fs::write(&server, text.replace("level = \"info\"", "levle = \"info\"")).expect("written");
    let (code, said) = check(&privacy);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("invalid E20") && said.contains("`levle` is not a setting"), "{said}");
    let again = waarborg(&["init", "privacy"], folder.path()).output().expect("it runs");
    assert_eq!(again.status.code(), Some(2), "what is there is never overwritten");
}

#[test]
fn a_file_counts_as_unread_only_when_every_include_is_known() {
    let folder = protocol(LEAST);
    let main = folder.path().join("protocol.toml");
    std::fs::write(folder.path().join("part.toml"), "[dpo]\nappointed = false\n").expect("written");
    assert!(check(folder.path()).1.contains("note: part.toml is in this folder and is not read"));
    for unreadable in [&b"\xFF"[..], b"include = [\"part.toml\"\n"] {
        std::fs::write(&main, unreadable).expect("written");
        let (code, said) = check(folder.path());
        assert_eq!((code, said.contains("is not read")), (Some(2), false), "{said}");
    }
}

#[test]
fn a_program_gets_json_also_when_a_protocol_cannot_run() {
    let (valid, broken) = (protocol(LEAST), protocol("waarborg = 1\n"));
    let broken = broken.path().to_str().expect("UTF-8");
    for arguments in
        [vec!["check", "--json", broken], vec!["plan", "--json", ".", broken], vec!["apply", "--json", broken]]
    {
        let Output { status, stdout, .. } = waarborg(&arguments, valid.path()).output().expect("it runs");
        let report: serde_json::Value = serde_json::from_slice(&stdout).expect("JSON");
        assert_eq!((status.code(), report["invalid"].as_u64()), (Some(2), Some(1)), "{arguments:?}: {report}");
    }
    assert!(!valid.path().join("data").exists(), "nothing is made for a protocol that cannot run");
}

/// A line of the starter that is a table or a key behind a comment sign, opened.
fn opened(line: &str) -> &str {
    let Some(rest) = line.strip_prefix("# ") else { return line };
    let key = rest
        .split_once(" = ")
        .is_some_and(|(key, _)| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    if key || rest.starts_with('[') { rest } else { line }
}

#[test]
fn the_starter_with_its_comments_opened_lacks_only_the_rules_for_breaches() {
    let folder = tempfile::tempdir().expect("a folder");
    let init = waarborg(&["init", "."], folder.path()).output().expect("it runs");
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let file = folder.path().join("protocol/protocol.toml");
    let text = std::fs::read_to_string(&file).expect("written by init");
    let text: Vec<&str> = text.lines().map(opened).collect();
    std::fs::write(&file, text.join("\n")).expect("written");
    let (code, said) = check(folder.path());
    let gaps: Vec<&str> =
        said.lines().filter(|line| line.starts_with("gap ") || line.starts_with("invalid ")).collect();
    assert_eq!((code, gaps), (Some(0), vec!["gap G31: nothing is said about personal data breaches"]), "{said}");
}
