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
use waarborg_server::opening::Installed;
use waarborg_server::settings::{Log, LogFormat, LogLevel};
use waarborg_server::{At, Server, Settings, Site};
use waarborg_store::Tx;

use crate::{installation, keys, output, serve};

mod people;

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
    let invented = protocol.is_none();
    let folder =
        tempfile::Builder::new().prefix("waarborg-demo-").tempdir().context("cannot make a temporary folder")?;
    let settings = Settings::usual(folder.path());
    keys::make(&settings, false)?;
    let (installed, attended) = installation::open_to_serve(&settings)?;
    fill(&installed, versions)?;
    let vault = installed.vault()?;
    let people = if invented { people::take_up(&installed.store, &vault, &attended.erasures)? } else { String::new() };
    let store = installed.store.clone();
    let outcome = serve::runtime()?.block_on(async {
        let at = At::Preferably(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let site = Site::open(store.clone(), "", true, Arc::new(SystemClock), serve::entropy()).await?;
        let guarded = serve::guarded(&installed, &vault, attended.erasures, settings.keys.rotate_every).await?;
        let site = site.with_vault(guarded);
        let server = Server::bind(site.app(), at, 256, None).await?;
        let url = format!("http://{}", server.address());
        site.answer_at(&url);
        let stop = serve::stopping()?;
        output::print(&format!("{url}\n"))?;
        output::error(&people.replace("{url}", &url));
        output::error(
            "The demo runs on this machine only, with invented data, and leaves nothing behind. Ctrl-C stops it.",
        );
        serve::attend(&site, server, stop).await
    });
    store.close();
    outcome
}

/// Puts the versions in force one after the other, as if the first had stood for a while.
fn fill(installed: &Installed, versions: Vec<Loaded>) -> Result<()> {
    let earlier = versions.len() - 1;
    for (at, loaded) in versions.into_iter().enumerate() {
        let now = serve::now();
        let now = if at < earlier { Timestamp::from_micros(now.as_micros() - AGO_MICROS).unwrap_or(now) } else { now };
        let ctx = Ctx::new(now, Actor::Operator, Box::new(OsEntropy::new()));
        let ledger = installed.ledger.clone();
        let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
        installed.store.write_blocking(ctx, apply)?;
    }
    Ok(())
}
