//! A wire between client and server that can be cut at the worst moment.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use waarborg_store::{Engine, Settings};
use waarborg_testkit::{Bed, Postgres};

/// What happens to the next COMMIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It never reaches the server.
    BeforeCommit,
    /// The server commits, and its answer never arrives.
    BeforeReply,
}

/// The proxy and the database behind it.
pub(crate) struct Proxy {
    pub(crate) bed: Bed,
    folder: TempDir,
    plan: Arc<Plan>,
}

#[derive(Default)]
struct Plan {
    cuts: Mutex<VecDeque<Cut>>,
    refuse: AtomicBool,
}

impl Proxy {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let plan = Arc::new(Plan::default());
        let (shared, server) = (Arc::clone(&plan), Postgres::shared().socket());
        std::thread::spawn(move || accept(&listener, &server, &shared));
        Self { bed: Bed::new(Engine::Postgres), folder, plan }
    }

    /// How to reach the database through the proxy, over one connection.
    pub(crate) fn settings(&self) -> Settings {
        let url = format!("postgres://postgres@/{}?host={}", self.bed.database(), self.folder.path().display());
        Settings { url, connections: 1, ..self.bed.settings.clone() }
    }

    /// Cuts at the next COMMITs, one each.
    pub(crate) fn cut(&self, cuts: &[Cut]) {
        self.plan.cuts.lock().unwrap().extend(cuts);
    }

    /// Whether every planned cut was made.
    pub(crate) fn is_done(&self) -> bool {
        self.plan.cuts.lock().unwrap().is_empty()
    }

    /// Lets nobody in any more, or again.
    pub(crate) fn refuse(&self, refuse: bool) {
        self.plan.refuse.store(refuse, Ordering::SeqCst);
    }
}

fn accept(listener: &UnixListener, server: &PathBuf, plan: &Arc<Plan>) {
    for client in listener.incoming() {
        let client = client.unwrap();
        if plan.refuse.load(Ordering::SeqCst) {
            continue;
        }
        let server = UnixStream::connect(server).unwrap();
        let swallow = Arc::new(AtomicBool::new(false));
        let (back_from, back_to, cut) =
            (server.try_clone().unwrap(), client.try_clone().unwrap(), Arc::clone(&swallow));
        std::thread::spawn(move || relay_back(back_from, back_to, &cut));
        let plan = Arc::clone(plan);
        // Ends with an error when either side hangs up.
        std::thread::spawn(move || drop(relay(client, server, &plan, &swallow)));
    }
}

/// Client to server, message by message: one without a type first, then a type byte and a length each.
fn relay(mut client: UnixStream, mut server: UnixStream, plan: &Plan, swallow: &AtomicBool) -> std::io::Result<()> {
    let mut header = vec![0; 4];
    loop {
        client.read_exact(&mut header)?;
        let length = header.last_chunk::<4>().unwrap();
        let mut body = vec![0; u32::from_be_bytes(*length) as usize - 4];
        client.read_exact(&mut body)?;
        if header[0] == b'Q' && body.starts_with(b"COMMIT") {
            match plan.cuts.lock().unwrap().pop_front() {
                Some(Cut::BeforeCommit) => {
                    server.shutdown(Shutdown::Both)?;
                    return client.shutdown(Shutdown::Both);
                }
                Some(Cut::BeforeReply) => swallow.store(true, Ordering::SeqCst),
                None => {}
            }
        }
        server.write_all(&[header.as_slice(), &body].concat())?;
        header.resize(5, 0);
    }
}

/// Server to client, until the answer that must not arrive.
fn relay_back(mut server: UnixStream, mut client: UnixStream, swallow: &AtomicBool) {
    let mut bytes = [0; 8_192];
    loop {
        let count = server.read(&mut bytes).unwrap_or(0);
        if count == 0 || swallow.load(Ordering::SeqCst) || client.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    drop(server.shutdown(Shutdown::Both));
    drop(client.shutdown(Shutdown::Both));
}
