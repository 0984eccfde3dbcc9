//! `waarborg serve`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use waarborg_base::{Clock, Entropy, OsEntropy, SystemClock};
use waarborg_documents::version::{self, Applied};
use waarborg_server::opening::{Attended, Installed};
use waarborg_server::outside::Erasures;
use waarborg_server::{At, Claim, Guarded, Interface, Server, Settings, Site, stop_signal};
use waarborg_vault::Vault;
use waarborg_web::NewEntropy;

use crate::{apply, folder, installation, output};

pub(crate) fn run(config: Option<&Path>) -> Result<ExitCode> {
    let settings = installation::settings(config)?;
    waarborg_server::log::start(settings.log);
    if !installation::has_database(&settings) {
        // Nothing is made for a protocol that cannot run.
        installation::protocol(&settings.protocol_folder)?;
    }
    let (installed, attended) = installation::open_to_serve(&settings)?;
    let store = installed.store.clone();
    let first = first_version(&settings, &installed)?;
    let vault = installed.vault()?;
    let told = told(&attended);
    let outcome = runtime()?.block_on(async {
        let site = Site::open(store.clone(), &settings.public_url, false, Arc::new(SystemClock), entropy()).await?;
        let site = site.with_vault(guarded(&installed, &vault, attended.erasures, settings.keys.rotate_every).await?);
        let site = site.with_witnesses(settings.ledger.witnesses.clone());
        let app = site.app().with_claim(Claim::of(&settings.data.folder));
        let server =
            Server::bind(app, At::Exactly(settings.listen.address), settings.listen.connections, settings.metrics)
                .await?;
        let address = server.address();
        // Before anybody reads that it runs: from then on it ends as it should.
        let stop = stopping()?;
        // Only now: a start that fails because the server runs already must not end the link that server has given.
        let claim = Claim::of(&settings.data.folder);
        let offer = claim.offer(&mut installation::ctx()).context("cannot make the claim link")?;
        output::print(&format!(
            "Waarborg {} serves {} at http://{address}\nData: {}\n{first}{told}\
             The console is closed until sign-in exists. Its claim link, good until {}:\n  {}\n",
            crate::version(),
            settings.public_url,
            settings.data.folder.display(),
            offer.good_until.to_jiff().strftime("%Y-%m-%d %H:%M UTC"),
            offer.link(&settings.public_url),
        ))?;
        attend(&site, server, stop).await
    });
    store.close();
    outcome
}

/// Done when the process is asked to end. Listens from now on.
pub(crate) fn stopping() -> Result<impl Future<Output = ()> + Send> {
    stop_signal().context("the system does not tell when to stop")
}

/// Answers until told to stop. Ends with an error when the store has closed itself: the process must then start anew.
pub(crate) async fn attend(site: &Site, server: Server, stop: impl Future<Output = ()> + Send) -> Result<ExitCode> {
    let server = site.with_worker(server)?;
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let serving = server.run(async {
        tokio::select! { () = stop => {}, _ = ended => {} }
    });
    tokio::pin!(serving);
    let lost = tokio::select! {
        () = &mut serving => None,
        error = site.keep_up() => Some(error),
    };
    if let Some(error) = lost {
        // The listener ends what it can; nothing more is written.
        drop(end);
        serving.await;
        return Err(error).context("the store stopped; start again, so that it reads what the disk really holds");
    }
    Ok(ExitCode::SUCCESS)
}

/// The vault of a site, with what goes on around it.
pub(crate) async fn guarded(
    installed: &Installed,
    vault: &Vault,
    erasures: Erasures,
    rotate_every: Duration,
) -> Result<Guarded> {
    let journal = Arc::new(erasures.clone());
    let clock = Arc::new(SystemClock);
    let interface = Interface::open(installed.store.clone(), vault.clone(), journal, clock, entropy()).await?;
    let rotation = Arc::new(installed.rotation(vault));
    Ok(Guarded { vault: vault.clone(), interface, erasures, rotation, rotate_every })
}

/// What was done at the start that somebody has to know of.
pub(crate) fn told(attended: &Attended) -> String {
    let mut text = String::new();
    if attended.journaled > 0 {
        text.push_str(&format!("Journal: {} erasures were written down that were not yet\n", attended.journaled));
    }
    if attended.erased_again > 0 {
        text.push_str(&format!(
            "Restored: {} erased people were in the database again, and were erased again\n",
            attended.erased_again
        ));
    }
    for folder in &attended.completed {
        text.push_str(&format!(
            "Outside: {} lacked erasures that another folder has, and has them now\n",
            folder.display()
        ));
    }
    text
}

/// Puts the protocol folder in force when nothing is yet; otherwise says whether the folder says something else.
fn first_version(settings: &Settings, installed: &Installed) -> Result<String> {
    let store = &installed.store;
    let in_force = store.read_blocking(version::in_force)?;
    let path = &settings.protocol_folder;
    let shown = path.display();
    match in_force {
        None => {
            let loaded = installation::protocol(path)?;
            match apply::put_in_force(store, &installed.ledger, loaded)? {
                Applied::InForce { number, .. } | Applied::Unchanged { number } => {
                    Ok(format!("Protocol: version {number}, put in force from {shown}\n"))
                }
            }
        }
        Some(version) => {
            let loaded = folder::read(path);
            let number = version.number;
            let other = if loaded.digest() == version.digest {
                String::new()
            } else if loaded.protocol.is_none() {
                format!("; {shown} holds none that can run: `waarborg check {shown}` shows why")
            } else {
                format!(
                    "; {shown} says something else: `waarborg plan {shown}` shows what, `waarborg apply {shown}` puts it in force"
                )
            };
            Ok(format!("Protocol: version {number} in force{other}\n"))
        }
    }
}

pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the threads of the server")
}

pub(crate) fn entropy() -> NewEntropy {
    Arc::new(|| Box::new(OsEntropy::new()) as Box<dyn Entropy>)
}

/// The machine's clock, for what a command does before the server starts.
pub(crate) fn now() -> waarborg_base::Timestamp {
    SystemClock.now()
}
