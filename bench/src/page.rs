//! The privacy statement over HTTP, beside an empty handler of the same framework, in turns on the same machine.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, BufReader};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::load::{self, Ask};
use crate::table::Table;

/// Connections that each ask again as soon as they have their answer.
const CLIENTS: usize = 16;
/// Rounds of each side, in turns.
const ROUNDS: usize = 7;
/// How long one round takes.
const ROUND: Duration = Duration::from_secs(2);

pub(crate) fn run(program: &Path) -> Result<Table> {
    let demo = Server::start(Command::new(program).args(["demo", "--port", "0"]))?;
    let empty = Server::start(Command::new(std::env::current_exe()?).arg("empty-handler"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (page, nothing) = ("/nl/privacy", "/");
    let bytes = runtime.block_on(once(demo.address, page))?;
    let (mut pages, mut nothings) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (a, b) = (runtime.block_on(load(demo.address, page))?, runtime.block_on(load(empty.address, nothing))?);
        if round > 0 {
            pages.push(a);
            nothings.push(b);
        }
    }
    let mut shares: Vec<f64> = pages.iter().zip(&nothings).map(|(page, nothing)| page / nothing).collect();
    let (page_rate, nothing_rate, share) = (median(&mut pages), median(&mut nothings), median(&mut shares));
    let title = format!(
        "The privacy statement (`GET {page}`, brotli, {bytes} bytes with headers) beside an empty axum handler: {CLIENTS} connections, \
         median of {ROUNDS} rounds of {} s in turns, client and server on the same two cores.",
        ROUND.as_secs()
    );
    let row = |what: &str, rate: f64, share: f64, wanted: &str| {
        vec![what.to_owned(), format!("{rate:.0}"), format!("{:.0} %", share * 100.0), wanted.to_owned()]
    };
    let rows = vec![row("empty handler", nothing_rate, 1.0, ""), row("statement", page_rate, share, "≥ 60 %")];
    Ok(Table { title, head: vec!["answer", "requests/s", "of the empty handler", "wanted"], rows })
}

/// The other side of the comparison: an axum handler that answers nothing.
pub(crate) fn empty_handler() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        Server::announce(listener.local_addr()?)?;
        axum::serve(listener, axum::Router::new().route("/", axum::routing::get(async || ""))).await?;
        Ok(())
    })
}

/// Answers a second of the empty handler, asked by so many connections.
pub(crate) fn hello_rate(
    runtime: &tokio::runtime::Runtime,
    server: &Server,
    clients: usize,
    time: Duration,
) -> Result<f64> {
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let ask: Ask = Arc::new(move |_, _, request| request.extend_from_slice(head.as_bytes()));
    Ok(runtime.block_on(load::run(server.address, clients, time, &ask))?.rate)
}

/// A server as a process of its own; ends with this value.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let out = child.stdout.take().context("a pipe was asked for")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().trim_start_matches("http://").parse();
        let Ok(address) = address else { bail!("{command:?} did not print its address, but {line:?}") };
        Ok(Self { child, address })
    }

    fn announce(address: SocketAddr) -> Result<()> {
        use std::io::Write;
        let mut out = std::io::stdout().lock();
        writeln!(out, "http://{address}")?;
        Ok(out.flush()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Requests answered per second.
async fn load(address: SocketAddr, path: &'static str) -> Result<f64> {
    let start = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            tokio::spawn(async move {
                let mut client = Client::connect(address, path).await?;
                let mut answered = 0_u32;
                while start.elapsed() < ROUND {
                    client.ask().await?;
                    answered += 1;
                }
                Ok::<_, anyhow::Error>(answered)
            })
        })
        .collect();
    let mut answered = 0;
    for client in clients {
        answered += client.await??;
    }
    Ok(f64::from(answered) / start.elapsed().as_secs_f64())
}

async fn once(address: SocketAddr, path: &str) -> Result<usize> {
    Client::connect(address, path).await?.ask().await
}

/// One connection that is kept.
struct Client {
    stream: TcpStream,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Client {
    async fn connect(address: SocketAddr, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nAccept-Encoding: br\r\n\r\n");
        Ok(Self { stream, request: request.into_bytes(), buffer: vec![0; 256 << 10] })
    }

    /// Asks once, reads the whole answer, and gives its length.
    async fn ask(&mut self) -> Result<usize> {
        self.stream.write_all(&self.request).await?;
        let (mut got, mut whole) = (0, None);
        while whole.is_none_or(|whole| got < whole) {
            let read = self.stream.read(&mut self.buffer[got..]).await?;
            ensure!(read > 0, "the server hung up");
            got += read;
            if whole.is_none() {
                whole = length(&self.buffer[..got])?;
            }
        }
        Ok(got)
    }
}

/// The length of head and body, once the head is complete.
fn length(answer: &[u8]) -> Result<Option<usize>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&answer[..end])?.to_ascii_lowercase();
    ensure!(head.starts_with("http/1.1 200"), "not 200: {}", head.lines().next().unwrap_or_default());
    let body =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).context("an answer without its length")?;
    Ok(Some(end + 4 + body.trim().parse::<usize>()?))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
