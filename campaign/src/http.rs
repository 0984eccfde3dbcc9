//! A client of the interface for programs, which tells what it heard apart from what it does not know.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// What a caller knows after a call.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// A whole answer.
    Answer { status: u16, body: Value },
    /// The connection ended first: it may have happened or not.
    Nothing,
}

impl Heard {
    /// The body of an answer that says that it happened.
    pub(crate) fn done(&self) -> Option<&Value> {
        match self {
            Self::Answer { status: 200..=299, body } => Some(body),
            _ => None,
        }
    }

    /// Whether it is left open what happened.
    pub(crate) fn is_unknown(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Answer { status, body } => {
                *status >= 500
                    && matches!(self::code(body), "outcome-unknown" | "took-too-long" | "erasure-not-journaled")
            }
        }
    }

    /// The stable code of a problem, or the empty text.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Answer { body, .. } => code(body),
            Self::Nothing => "",
        }
    }

    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Answer { status, .. } => *status,
            Self::Nothing => 0,
        }
    }
}

fn code(body: &Value) -> &str {
    body["code"].as_str().unwrap_or_default()
}

/// How long a caller waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection that is kept while it can be.
pub(crate) struct Client {
    address: SocketAddr,
    secret: String,
    stream: Option<TcpStream>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr, secret: &str) -> Self {
        Self { address, secret: secret.to_owned(), stream: None }
    }

    /// A call; with a key, if it changes something.
    pub(crate) fn post(&mut self, path: &str, key: Option<&str>, body: &Value) -> Heard {
        let body = body.to_string();
        let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
        let request = format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Accept: application/json\r\n{key}Content-Length: {}\r\n\r\n{body}",
            self.address,
            self.secret,
            body.len()
        );
        match self.exchange(request.as_bytes()) {
            Some((status, body)) => Heard::Answer { status, body: serde_json::from_slice(&body).unwrap_or_default() },
            None => Heard::Nothing,
        }
    }

    /// A page or file that anybody may have.
    pub(crate) fn get(&mut self, path: &str) -> Option<(u16, Vec<u8>)> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\r\n", self.address);
        self.exchange(request.as_bytes())
    }

    fn exchange(&mut self, request: &[u8]) -> Option<(u16, Vec<u8>)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.address).ok()?,
        };
        stream.write_all(request).ok()?;
        let (answer, keep) = read(&mut stream)?;
        if keep {
            self.stream = Some(stream);
        }
        Some(answer)
    }
}

fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// A whole answer, and whether the connection goes on.
fn read(stream: &mut TcpStream) -> Option<((u16, Vec<u8>), bool)> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 16 << 10]);
    let (status, length, keep, begin) = loop {
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = head {
            let text = std::str::from_utf8(&bytes[..end]).ok()?;
            let status = text.split(' ').nth(1)?.parse().ok()?;
            let header = |wanted: &str| {
                let found = text.lines().filter_map(|line| line.split_once(": "));
                found
                    .filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
                    .map(|(_, value)| value.trim().to_owned())
                    .next()
            };
            let length: usize = header("content-length").and_then(|length| length.parse().ok())?;
            break (status, length, header("connection").as_deref() != Some("close"), end + 4);
        }
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
    };
    while bytes.len() < begin + length {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
    }
    Some(((status, bytes[begin..begin + length].to_vec()), keep))
}
