//! `waarborg demo`: everything on, with invented data, in a folder that is gone afterwards.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use rust_embed::RustEmbed;
use waarborg_base::{Actor, Ctx, OsEntropy, SystemClock, Timestamp};
use waarborg_documents::version;
use waarborg_protocol::{Folder, Loaded, Unreadable, load};
use waarborg_server::settings::{Log, LogFormat, LogLevel};
use waarborg_server::{At, Server, Site};
use waarborg_store::{MIGRATIONS, Settings, Store, Tx};

use crate::{installation, output, serve};

/// The statement that Dexes B.V. published, gaps and all.
#[derive(RustEmbed)]
#[folder = "../../examples/dexes/"]
struct Published;

/// The same organisation with every gap closed.
#[derive(RustEmbed)]
#[folder = "../../examples/dexes-complete/"]
struct Complete;

/// Files in the binary, as a folder.
struct Embedded(fn(&str) -> Option<rust_embed::EmbeddedFile>);

impl Folder for Embedded {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        let file = (self.0)(path).ok_or_else(|| Unreadable("no such file".into()))?;
        String::from_utf8(file.data.into_owned()).map_err(|_| Unreadable("not UTF-8 text".into()))
    }
}

/// How long ago the first version came in force, in microseconds: 90 days.
const AGO_MICROS: i64 = 90 * 24 * 60 * 60 * 1_000_000;

pub(crate) fn run(protocol: Option<&Path>, port: u16) -> Result<ExitCode> {
    waarborg_server::log::start(Log { format: LogFormat::Text, level: LogLevel::Warn });
    let versions = match protocol {
        Some(path) => vec![installation::protocol(path)?],
        None => vec![load(&Embedded(Published::get), "protocol.toml"), load(&Embedded(Complete::get), "protocol.toml")],
    };
    let folder =
        tempfile::Builder::new().prefix("waarborg-demo-").tempdir().context("cannot make a temporary folder")?;
    let store = Store::open(&Settings::sqlite(folder.path().join("demo.db")), MIGRATIONS)?;
    fill(&store, versions)?;
    let outcome = serve::runtime()?.block_on(async {
        let at = At::Preferably(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let site = Site::open(store.clone(), "", true, Arc::new(SystemClock), serve::entropy()).await?;
        let server = Server::bind(site.app(), at, 256, None).await?;
        let url = format!("http://{}", server.address());
        site.answer_at(&url);
        output::print(&format!("{url}\n"))?;
        output::error(
            "The demo runs on this machine only, with invented data, and leaves nothing behind. Ctrl-C stops it.",
        );
        serve::attend(&site, server).await
    });
    store.close();
    outcome
}

/// Puts the versions in force one after the other, as if the first had stood for a while.
fn fill(store: &Store, versions: Vec<Loaded>) -> Result<()> {
    let earlier = versions.len() - 1;
    for (at, loaded) in versions.into_iter().enumerate() {
        let now = serve::now();
        let now = if at < earlier { Timestamp::from_micros(now.as_micros() - AGO_MICROS).unwrap_or(now) } else { now };
        let ctx = Ctx::new(now, Actor::Operator, Box::new(OsEntropy::new()));
        store.write_blocking(ctx, move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &loaded))?;
    }
    Ok(())
}
