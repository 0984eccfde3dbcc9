//! A wire between the server and PostgreSQL that is cut at COMMIT.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use tempfile::TempDir;

use crate::draw::Draw;

/// Where the wire is cut.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// The COMMIT never leaves.
    Before,
    /// Half of it arrives.
    Inside,
    /// It arrives, and its reply does not.
    BeforeReply,
    /// Its reply arrives, and nothing after.
    AfterReply,
}

const CUTS: [Cut; 4] = [Cut::Before, Cut::Inside, Cut::BeforeReply, Cut::AfterReply];

/// The proxy. Threads of it end with their connections.
pub(crate) struct Proxy {
    folder: TempDir,
    plan: Arc<Plan>,
}

struct Plan {
    draw: Mutex<Draw>,
    /// So many of a hundred COMMITs are cut.
    percent: AtomicU64,
    cuts: AtomicU64,
}

impl Proxy {
    /// In front of a server at this socket.
    pub(crate) fn start(server: PathBuf, seed: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432"))?;
        let plan = Plan { draw: Mutex::new(Draw::new(seed)), percent: AtomicU64::new(0), cuts: AtomicU64::new(0) };
        let plan = Arc::new(plan);
        let shared = Arc::clone(&plan);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if let Ok(server) = UnixStream::connect(&server) {
                    carry(client, server, &shared);
                }
            }
        });
        Ok(Self { folder, plan })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn cut(&self, percent: u64) {
        self.plan.percent.store(percent, Ordering::Relaxed);
    }

    pub(crate) fn cuts(&self) -> u64 {
        self.plan.cuts.load(Ordering::Relaxed)
    }
}

impl Plan {
    fn next(&self) -> Option<Cut> {
        let mut draw = self.draw.lock().unwrap_or_else(PoisonError::into_inner);
        draw.chance(self.percent.load(Ordering::Relaxed)).then(|| {
            self.cuts.fetch_add(1, Ordering::Relaxed);
            *draw.pick(&CUTS)
        })
    }
}

/// What the way back does with the reply that comes next.
#[derive(Default)]
struct Back {
    swallow: AtomicBool,
    last: AtomicBool,
}

fn carry(client: UnixStream, server: UnixStream, plan: &Arc<Plan>) {
    let (Ok(back_from), Ok(back_to)) = (server.try_clone(), client.try_clone()) else { return };
    let back = Arc::new(Back::default());
    let (plan, told) = (Arc::clone(plan), Arc::clone(&back));
    std::thread::spawn(move || backwards(back_from, back_to, &back));
    // Ends with an error when either side hangs up.
    std::thread::spawn(move || drop(forwards(client, server, &plan, &told)));
}

/// Message by message: one without a type first, then a type byte and a length each.
fn forwards(mut client: UnixStream, mut server: UnixStream, plan: &Plan, back: &Back) -> std::io::Result<()> {
    let mut header = vec![0; 4];
    loop {
        client.read_exact(&mut header)?;
        let length = header.last_chunk::<4>().copied().map_or(4, u32::from_be_bytes);
        let mut body = vec![0; usize::try_from(length).unwrap_or(4) - 4];
        client.read_exact(&mut body)?;
        let message = [header.as_slice(), &body].concat();
        if header[0] == b'Q' && body.starts_with(b"COMMIT") {
            match plan.next() {
                Some(cut @ (Cut::Before | Cut::Inside)) => {
                    if matches!(cut, Cut::Inside) {
                        server.write_all(&message[..message.len() / 2])?;
                    }
                    server.shutdown(Shutdown::Both)?;
                    return client.shutdown(Shutdown::Both);
                }
                Some(Cut::BeforeReply) => back.swallow.store(true, Ordering::SeqCst),
                Some(Cut::AfterReply) => back.last.store(true, Ordering::SeqCst),
                None => {}
            }
        }
        server.write_all(&message)?;
        header.resize(5, 0);
    }
}

fn backwards(mut server: UnixStream, mut client: UnixStream, back: &Back) {
    let mut bytes = [0; 16 << 10];
    loop {
        let count = server.read(&mut bytes).unwrap_or(0);
        if count == 0 || back.swallow.load(Ordering::SeqCst) || client.write_all(&bytes[..count]).is_err() {
            break;
        }
        if back.last.load(Ordering::SeqCst) {
            break;
        }
    }
    // Either side may have hung up already.
    let _ended = (server.shutdown(Shutdown::Both), client.shutdown(Shutdown::Both));
}
