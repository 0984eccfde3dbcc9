use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use waarborg_base::{Fault, Kind};
use waarborg_web::Router;

use crate::app::{App, Closing};
use crate::connection::{self, Patience};
use crate::metrics::Meter;

/// Longest time that answers under way get when the server is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// Where to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// There, or not at all. Port 0 is any free one.
    Exactly(SocketAddr),
    /// There, or on a free port of this machine when that one is taken.
    Preferably(SocketAddr),
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken, or not one of this machine.
    #[error("cannot listen on {address}; stop what listens there, or name another address under [listen]")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        Kind::Unavailable
    }
}

/// A server that has its address and waits to be run.
pub struct Server {
    public: Door,
    counters: Option<Door>,
    meter: Option<Meter>,
    closing: Vec<Closing>,
}

/// One address, and what answers there.
struct Door {
    listener: TcpListener,
    router: Router,
    patience: Patience,
    places: Arc<Semaphore>,
}

impl Server {
    /// Takes the address, so that whoever connects from now on is served as soon as [`Server::run`] is. Counters are kept only
    /// when there is an address to read them at.
    /// Errs when an address cannot be had.
    pub async fn bind(app: App, at: At, connections: usize, counters: Option<SocketAddr>) -> Result<Self, Error> {
        let patience = app.patience;
        let listener = listen(at).await?;
        let meter = counters.map(|_| Meter::new());
        let (router, counting, closing) = app.into_routers(meter.as_ref());
        let public = Door { listener, router, patience, places: Arc::new(Semaphore::new(connections)) };
        let counters = match (counters, counting) {
            (Some(address), Some(router)) => {
                let listener = listen(At::Exactly(address)).await?;
                Some(Door { listener, router, patience, places: Arc::new(Semaphore::new(16)) })
            }
            _ => None,
        };
        Ok(Self { public, counters, meter, closing })
    }

    /// The same server, which ends `closing` after the last answer and before what its app added, such as the store.
    pub(crate) fn with_closing(mut self, closing: impl FnOnce() + Send + 'static) -> Self {
        self.closing.push(Box::new(closing));
        self
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.public.listener.local_addr().expect("a listener that is bound has an address")
    }

    /// Where its counters are.
    pub fn counters_address(&self) -> Option<SocketAddr> {
        self.counters.as_ref().and_then(|door| door.listener.local_addr().ok())
    }

    /// Serves until `stop` is done. Then it takes no more connections, ends the answers under way, ten seconds at most, and
    /// closes the store last.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { public, counters, meter, closing } = self;
        let keeping_up = meter.map(|meter| tokio::spawn(meter.keep_up()));
        let watching = GracefulShutdown::new();
        {
            let public = public.accept(&watching);
            let counters = async {
                match counters {
                    Some(door) => door.accept(&watching).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! { () = public => {}, () = counters => {}, () = stop => {} }
        }
        tracing::info!(target: "waarborg::server", under_way = watching.count(), "stopping");
        if tokio::time::timeout(LAST_ANSWERS, watching.shutdown()).await.is_err() {
            tracing::warn!(target: "waarborg::server", "some answers were not ended in time");
        }
        if let Some(task) = keeping_up {
            task.abort();
        }
        closing.into_iter().rev().for_each(|close| close());
        tracing::info!(target: "waarborg::server", "stopped");
    }
}

impl Door {
    /// Takes connections as long as there is a place; the next ones wait in the queue of the system.
    async fn accept(self, watching: &GracefulShutdown) {
        loop {
            let place = self.places.clone().acquire_owned().await.expect("the semaphore is never closed");
            let stream = self.next().await;
            let (router, patience, watcher) = (self.router.clone(), self.patience, watching.watcher());
            tokio::spawn(async move {
                connection::serve(stream, router, patience, watcher).await;
                drop(place);
            });
        }
    }

    /// The next connection. A client that left already is passed over; out of file descriptors, it waits for some to close.
    async fn next(&self) -> TcpStream {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => return stream,
                Err(error) if is_about_one_client(&error) => {}
                Err(error) => {
                    tracing::error!(target: "waarborg::server", %error, "cannot take connections");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }
}

fn is_about_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn listen(at: At) -> Result<TcpListener, Error> {
    let (At::Exactly(address) | At::Preferably(address)) = at;
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(source) if at == At::Preferably(address) && source.kind() == io::ErrorKind::AddrInUse => {
            let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            TcpListener::bind(free).await.map_err(|source| Error::Listen { address: free, source })
        }
        Err(source) => Err(Error::Listen { address, source }),
    }
}

/// Done when the process is asked to end: SIGTERM, or Ctrl-C.
/// Errs when the system refuses to tell.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! { _ = term.recv() => {}, _ = interrupt.recv() => {} }
    })
}
