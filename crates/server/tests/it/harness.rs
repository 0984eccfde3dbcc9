//! A real server on a free port, and a client that sees every byte.

use std::future::{Future, ready};
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use waarborg_base::{Ctx, Entropy, ManualClock, SeededEntropy};
use waarborg_ledger::{InMemory, Ledger};
use waarborg_server::{App, At, Server};
use waarborg_store::Store;
use waarborg_tlog::SigningKey;
use waarborg_web::{Audience, Cached, Frame, NewEntropy, Page, Request, Route, Routes, SafeHtml};

/// The address of nobody in particular.
pub(crate) const FREE: At = At::Exactly(SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0));

/// An app as `serve` makes it, with invented names, a clock that stands still and repeatable randomness.
pub(crate) fn app() -> App {
    let frame = Frame {
        organisation: "Voorbeeld B.V.".into(),
        public_url: "https://privacy.example".into(),
        ..Frame::default()
    };
    let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
    App::new(frame.link("/privacy", "Privacyverklaring", "Privacy statement"), clock, entropy())
}

pub(crate) fn entropy() -> NewEntropy {
    Arc::new(|| Box::new(SeededEntropy::new(7)) as Box<dyn Entropy>)
}

/// The ledger of a store, which signs from now on. On a thread of its own: it waits for the store, which async tests must not.
pub(crate) fn ledger(store: &Store) -> Ledger {
    let key = SigningKey::from_seed("privacy.example/ledger", &[7; 32]).expect("a name that keys can have");
    let open = || Ledger::open(store, Ctx::for_test(9), key, "privacy.example/ledger", Arc::new(InMemory::default()));
    std::thread::scope(|scope| scope.spawn(open).join().expect("no panic")).expect("a ledger that extends itself")
}

/// A server under test. Dropping it without [`Running::stop`] ends it at the end of the test.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) counters: Option<SocketAddr>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn start(app: App) -> Self {
        Self::start_with(app, 64, false).await
    }

    pub(crate) async fn start_with(app: App, connections: usize, counters: bool) -> Self {
        let counters = counters.then(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        Self::run(Server::bind(app, FREE, connections, counters).await.expect("port 0 is always free"))
    }

    pub(crate) fn run(server: Server) -> Self {
        let (stop, stopping) = oneshot::channel();
        let (address, counters) = (server.address(), server.counters_address());
        let task = tokio::spawn(server.run(async move { drop(stopping.await) }));
        Self { address, counters, stop, task }
    }

    /// Tells the server to stop; the returned future ends when it has.
    pub(crate) fn stop(self) -> impl Future<Output = ()> {
        drop(self.stop);
        async move { self.task.await.expect("the server ends without a panic") }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        ask(self.address, &format!("GET {path} HTTP/1.1\r\n"), "").await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &str) -> Answer {
        ask(self.address, &format!("GET {path} HTTP/1.1\r\n{headers}"), "").await
    }

    pub(crate) async fn send(&self, head: &str, body: &str) -> Answer {
        ask(self.address, head, body).await
    }

    pub(crate) async fn post_form(&self, path: &str, headers: &str, body: &str) -> Answer {
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        ask(self.address, &format!("POST {path} HTTP/1.1\r\n{kind}{headers}"), body).await
    }
}

/// Sends one request on a connection of its own. `head` is the request line and headers, each ended.
pub(crate) async fn ask(address: SocketAddr, head: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let length = if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    let request = format!("{head}host: {address}\r\nconnection: close\r\n{length}\r\n{body}");
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    Answer::read(&mut stream).await
}

/// An answer, down to its bytes.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Reads until the server closes.
    pub(crate) async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A server that closed while we were still sending resets the connection; what it answered came before.
        let _ = stream.read_to_end(&mut bytes).await;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| {
            panic!("no whole answer, but {:?}", String::from_utf8_lossy(&bytes));
        });
        let head = String::from_utf8(bytes[..end].to_vec()).expect("heads are ASCII");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status line");
        let split = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            status: status.parse().expect("a status"),
            headers: lines.map(|line| split(line).expect("a header")).collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// One page and one of each other kind of content, at `/kind/…`.
pub(crate) fn kinds(app: &App) -> Routes {
    let page = app.shell.cached(&Page::new(waarborg_web::Lang::En, "A page", SafeHtml::default()).at("/en/page"));
    let answers = [
        ("/kind/html", page),
        ("/kind/json", Cached::json("{}".into())),
        ("/kind/svg", Cached::svg("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".into())),
        ("/kind/text", Cached::of("text/plain; charset=utf-8", "words ".repeat(200))),
        ("/kind/download", Cached::download("register.csv", "a,b\n")),
    ];
    let routes = answers.map(|(path, cached)| {
        let cached = Arc::new(cached);
        Route::get(path, Audience::Public, move |request: Request| ready(cached.answer(request.headers())))
    });
    routes.into_iter().collect()
}
