//! A closed loop over HTTP on loopback: each connection asks again as soon as it has its answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a round gave.
pub(crate) struct Round {
    /// Answers a second.
    pub(crate) rate: f64,
    /// How long each took, in milliseconds, sorted.
    pub(crate) waits: Vec<f64>,
}

impl Round {
    /// The time within which this part of the answers came, in milliseconds.
    pub(crate) fn within(&self, part: f64) -> f64 {
        quantile(&self.waits, part)
    }
}

/// What one connection asks next: its number and how many it has asked before, into a buffer that is empty.
pub(crate) type Ask = Arc<dyn Fn(usize, usize, &mut Vec<u8>) + Send + Sync>;

/// Runs `connections` at once for `time`; every answer must have a status of the 200s.
pub(crate) async fn run(address: SocketAddr, connections: usize, time: Duration, ask: &Ask) -> Result<Round> {
    let mut opened = Vec::new();
    for _ in 0..connections {
        opened.push(Connection::open(address).await?);
    }
    let start = Instant::now();
    let clients: Vec<_> = opened
        .into_iter()
        .enumerate()
        .map(|(number, mut connection)| {
            let ask = Arc::clone(ask);
            tokio::spawn(async move {
                let (mut request, mut waits) = (Vec::with_capacity(2048), Vec::new());
                while start.elapsed() < time {
                    request.clear();
                    ask(number, waits.len(), &mut request);
                    let sent = Instant::now();
                    connection.ask(&request).await?;
                    waits.push(sent.elapsed().as_secs_f64() * 1e3);
                }
                Ok::<_, anyhow::Error>(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    for client in clients {
        waits.extend(client.await??);
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of answers is far below 2^52")]
    let rate = waits.len() as f64 / start.elapsed().as_secs_f64();
    waits.sort_unstable_by(f64::total_cmp);
    Ok(Round { rate, waits })
}

/// One connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 256 << 10] })
    }

    /// Asks once, reads the whole answer, and gives its body.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request).await?;
        let (mut got, mut whole) = (0, None);
        while whole.is_none_or(|(_, end)| got < end) {
            let read = self.stream.read(&mut self.buffer[got..]).await?;
            ensure!(read > 0, "the server hung up");
            got += read;
            if whole.is_none() {
                whole = extent(&self.buffer[..got])?;
            }
        }
        let (body, end) = whole.context("read until it was whole")?;
        Ok(&self.buffer[body..end])
    }
}

/// Where the body begins and ends, once the head is complete.
fn extent(answer: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&answer[..end])?;
    ensure!(head.starts_with("HTTP/1.1 2"), "{}: {}", head.lines().next().unwrap_or_default(), text(&answer[end..]));
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let length = length.context("an answer without its length")??;
    Ok(Some((end + 4, end + 4 + length)))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).trim().to_owned()
}

/// The value below which this part of sorted values lies.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index"
    )]
    let index = ((sorted.len() as f64 - 1.0) * part).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// The middle of some values.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile(&sorted, 0.5)
}
