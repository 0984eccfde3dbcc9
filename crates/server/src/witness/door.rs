use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use waarborg_base::Clock;

use super::state::Answered;
use super::{Error, Witness};

/// A connection gets so long, from its first byte to its last.
const LONGEST: Duration = Duration::from_secs(15);
/// A request is a checkpoint and at most 63 hashes.
const MOST_BYTES: usize = 64 * 1024;
/// So many are answered at once; others wait in the queue of the system.
const AT_ONCE: usize = 32;

/// Where a witness answers: `POST /add-checkpoint`, and its public key at `/`.
pub struct Door {
    listener: TcpListener,
    witness: Arc<Witness>,
    clock: Arc<dyn Clock>,
}

impl Door {
    /// Takes the address.
    pub async fn bind(address: SocketAddr, witness: Witness, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let listener = TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })?;
        Ok(Self { listener, witness: Arc::new(witness), clock })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.listener.local_addr().expect("a listener that is bound has an address")
    }

    /// Answers until `stop` is done.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        tokio::select! { () = self.accept() => {}, () = stop => {} }
    }

    async fn accept(&self) {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
            let stream = match self.listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(target: "waarborg::witness", %error, "cannot take a connection");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    continue;
                }
            };
            let (witness, clock) = (Arc::clone(&self.witness), Arc::clone(&self.clock));
            tokio::spawn(async move {
                // Who is too slow loses the connection, and nobody else does.
                timeout(LONGEST, serve(stream, witness, clock)).await.ok();
                drop(place);
            });
        }
    }
}

async fn serve(stream: TcpStream, witness: Arc<Witness>, clock: Arc<dyn Clock>) {
    let answer = service_fn(move |request: Request<Incoming>| {
        let (witness, clock) = (Arc::clone(&witness), Arc::clone(&clock));
        async move { Ok::<_, Infallible>(answered(request, witness, clock).await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).keep_alive(false).max_buf_size(MOST_BYTES);
    if let Err(error) = builder.serve_connection(TokioIo::new(stream), answer).await {
        tracing::debug!(target: "waarborg::witness", %error, "closed early");
    }
}

async fn answered(request: Request<Incoming>, witness: Arc<Witness>, clock: Arc<dyn Clock>) -> Response<String> {
    let plain =
        |status, body: &str| Answered { status, media_type: "text/plain; charset=utf-8", body: body.to_owned() };
    let Answered { status, media_type, body } = match (request.method(), request.uri().path()) {
        (&Method::POST, "/add-checkpoint") => match read(request.into_body()).await {
            None => plain(413, "a request is 64 KiB at most\n"),
            // The disk is waited for on a thread that may wait.
            Some(bytes) => match tokio::task::spawn_blocking(move || witness.answer(&bytes, clock.now())).await {
                Ok(Ok(answered)) => answered,
                Ok(Err(error)) => {
                    tracing::error!(target: "waarborg::witness", %error, "nothing was signed");
                    plain(500, "nothing was signed: see the log of the witness\n")
                }
                Err(_) => plain(500, "nothing was signed\n"),
            },
        },
        (&Method::GET, "/") => plain(200, &format!("{}\n", witness.key())),
        _ => plain(404, "a witness answers POST /add-checkpoint\n"),
    };
    let response = Response::builder().status(status).header("content-type", media_type).body(body);
    response.expect("statuses and types of ours are valid")
}

/// The whole body, unless it is too long or breaks off.
pub(super) async fn read(mut body: Incoming) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        if bytes.len() + data.len() > MOST_BYTES {
            return None;
        }
        bytes.extend_from_slice(&data);
    }
    Some(bytes)
}
