//! The test server comes and goes with the test process.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use waarborg_testkit::Postgres;

#[test]
fn every_test_gets_an_empty_database_of_its_own() {
    let server = Postgres::shared();
    let name = |url: String| url.split(['/', '?']).find(|part| part.starts_with("test_")).unwrap().to_owned();
    let (one, other) = (name(server.database()), name(server.database()));
    assert_ne!(one, other);
    server.sql(&one, "CREATE TABLE here (n INTEGER)");
    assert_eq!(server.sql(&other, "SELECT to_regclass('here') IS NULL"), "t");
    assert_eq!(server.sql(&one, "SHOW fsync"), "on");
    assert_eq!(server.sql(&one, "SHOW data_checksums"), "on");
}

#[test]
fn the_server_goes_when_the_test_process_is_killed() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "runs_as_a_process_of_its_own", "--ignored", "--nocapture"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let socket = lines.into_iter().find_map(|line| Some(line.strip_prefix("socket ")?.to_owned())).unwrap();
    let folder = Path::new(&socket).parent().unwrap();
    assert!(folder.exists());
    child.kill().unwrap();
    child.wait().unwrap();
    while folder.exists() {
        std::thread::yield_now();
    }
}

#[test]
#[ignore = "the other side of the test that kills: waits for its end"]
fn runs_as_a_process_of_its_own() {
    let socket = Postgres::shared().socket();
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nsocket {}", socket.display()).and_then(|()| out.flush()).unwrap();
    std::io::stdin().lines().for_each(drop);
}
