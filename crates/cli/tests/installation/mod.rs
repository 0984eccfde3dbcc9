//! A real installation in a folder of its own, and the real program that serves it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Installation {
    pub(crate) home: TempDir,
}

/// A process of ours that answers at an address.
pub(crate) struct Running {
    pub(crate) process: Child,
    pub(crate) address: String,
    pub(crate) said: String,
    _out: BufReader<ChildStdout>,
}

impl Installation {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (status.code(), text(stdout), text(stderr))
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waarborg"));
        command.args(arguments).current_dir(self.home.path()).stdin(Stdio::null());
        command
    }

    /// What a command printed that succeeds.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let (code, printed, said) = self.run(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {printed}{said}");
        printed
    }

    pub(crate) fn start(&self, arguments: &[&str], last: &str) -> Running {
        let mut process =
            self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut out = BufReader::new(process.stdout.take().expect("piped"));
        let mut said = String::new();
        while !said.contains(last) {
            if out.read_line(&mut said).expect("UTF-8") == 0 {
                let mut why = String::new();
                process.stderr.take().expect("piped").read_to_string(&mut why).expect("UTF-8");
                panic!("{arguments:?} does not run: {said}{why}");
            }
        }
        let address = said.split(" at http://").nth(1).and_then(|rest| rest.split([' ', '\n']).next());
        Running { process, address: address.expect("an address").to_owned(), said, _out: out }
    }

    pub(crate) fn serve(&self) -> Running {
        self.start(&["serve"], "/console/claim/")
    }
}

impl Running {
    pub(crate) fn call(&self, secret: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        let key = format!("idempotency-key: {:0>32}\r\n", path.len() * 1_000_000 + body.len() * 1_000 + sum(body));
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {secret}\r\n{key}connection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(format!("{head}{body}").as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        (status, serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned())))
    }

    /// Ends it as a service manager does.
    pub(crate) fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
        assert!(self.process.wait().expect("it ends").success());
    }
}

/// A test that failed leaves no process behind.
impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Tells bodies of one length apart.
fn sum(body: &str) -> usize {
    body.bytes().map(usize::from).enumerate().map(|(place, byte)| place * byte).sum::<usize>() % 1_000
}
