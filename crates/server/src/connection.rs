//! One connection, from accept to close. A slow or silent client loses it; it never holds more than its own place.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use waarborg_web::Router;

/// How patient a server is with one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Longest wait for the head of a request, also for the next one on the same connection.
    pub head: Duration,
    /// Longest time a client may take none of an answer.
    pub write: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), write: Duration::from_secs(30) }
    }
}

/// Largest head of a request: enough for every cookie of ours, and no more.
const HEAD_BYTES: usize = 32 * 1024;

/// Most that is held in memory of what was read and not yet understood, or written and not yet taken.
const BUFFER_BYTES: usize = 64 * 1024;

/// Serves one connection until either side is done with it.
///
/// HTTP/1.1 only: TLS and HTTP/2 end at the reverse proxy, until this server has a TLS listener of its own.
pub(crate) async fn serve(stream: TcpStream, router: Router, patience: Patience, watcher: Watcher) {
    // Fails only when the client is gone already, which the first read finds out.
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Steady { stream, longest: patience.write, deadline: None });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_header_size(HEAD_BYTES)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(io, TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(target: "waarborg::connection", %error, "closed early");
    }
}

/// A stream that gives up on a reader which takes nothing for too long. The timer exists only while a write waits.
struct Steady {
    stream: TcpStream,
    longest: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Steady {
    /// Passes on the outcome of a write, or its waiting as long as the deadline allows.
    fn watched<T>(&mut self, outcome: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.deadline = None;
            return outcome;
        }
        let longest = self.longest;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(longest)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Steady {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Steady {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watched(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        self.watched(outcome, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
