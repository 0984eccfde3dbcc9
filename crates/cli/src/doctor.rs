//! `waarborg doctor`: look whether an installation is well. Reads only.

use std::fmt::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use waarborg_protocol::FindingKind;
use waarborg_server::{Settings, outside};

use crate::{folder, installation, keys, output};

/// How well one thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Well,
    Known,
    Mend,
}

#[derive(Serialize)]
pub(crate) struct Found {
    what: &'static str,
    state: State,
    says: String,
    #[serde(rename = "do")]
    mend: Option<String>,
}

impl Found {
    pub(crate) fn well(what: &'static str, says: impl Into<String>) -> Self {
        Self { what, state: State::Well, says: says.into(), mend: None }
    }

    pub(crate) fn known(what: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what, state: State::Known, says: says.into(), mend: Some(mend.into()) }
    }

    pub(crate) fn mend(what: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what, state: State::Mend, says: says.into(), mend: Some(mend.into()) }
    }
}

pub(crate) fn run(config: Option<&Path>, json: bool) -> Result<ExitCode> {
    let found = match installation::settings(config) {
        Ok(settings) => examine(&settings),
        Err(error) => {
            vec![Found::mend("settings", format!("{error:#}"), "Correct the file; `waarborg init` writes an example.")]
        }
    };
    let worst = found.iter().map(|one| one.state).max().unwrap_or(State::Well);
    output::print(&if json { serde_json::to_string_pretty(&found)? + "\n" } else { human(&found) })?;
    Ok(ExitCode::from(match worst {
        State::Well => 0,
        State::Known => 1,
        State::Mend => 2,
    }))
}

fn examine(settings: &Settings) -> Vec<Found> {
    vec![
        Found::well("settings", "readable"),
        data_folder(settings),
        database(settings),
        keys::found(settings),
        outside(settings),
        protocol(settings),
        address(settings),
        public_url(settings),
    ]
}

fn data_folder(settings: &Settings) -> Found {
    let folder = &settings.data.folder;
    let shown = folder.display();
    match std::fs::metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Found::known("data folder", format!("{shown} is not there yet"), "`waarborg serve` makes it.")
        }
        Err(error) => Found::mend("data folder", format!("{shown}: {error}"), "Give this user access to it."),
        Ok(found) if !found.is_dir() => {
            Found::mend("data folder", format!("{shown} is not a folder"), "Name another in [data].")
        }
        Ok(found) => match loose(&found) {
            Some(mode) => Found::mend(
                "data folder",
                format!("{shown} can be reached by others (mode {mode:o})"),
                format!("chmod 700 {shown}"),
            ),
            None => writable(folder),
        },
    }
}

/// Tries it with a file without a name, so that nothing is left behind and nobody sees it.
fn writable(folder: &Path) -> Found {
    let shown = folder.display();
    match tempfile::tempfile_in(folder) {
        Ok(_) => Found::well("data folder", format!("{shown}, for this user only")),
        Err(error) => {
            let mend = format!("Run Waarborg as the owner of {shown}, or give this user the right to write there.");
            Found::mend("data folder", format!("{shown} cannot be written: {error}"), mend)
        }
    }
}

#[cfg(unix)]
fn loose(found: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = found.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn loose(_: &std::fs::Metadata) -> Option<u32> {
    None
}

fn database(settings: &Settings) -> Found {
    if !installation::has_database(settings) {
        return Found::known("database", "there is none yet", "`waarborg serve` or `waarborg apply` makes it.");
    }
    match waarborg_store::inspect(&waarborg_store::Settings::new(installation::database(settings))) {
        Ok(schema) if schema == waarborg_store::newest_schema() => {
            Found::well("database", format!("answers, schema {schema}"))
        }
        Ok(schema) if schema < waarborg_store::newest_schema() => Found::known(
            "database",
            format!("answers, schema {schema}"),
            "The next start brings it up to date; make a copy first.",
        ),
        Ok(schema) => Found::mend(
            "database",
            format!("has schema {schema}, newer than this program"),
            "Use the program that wrote it, or a newer one.",
        ),
        Err(error) => Found::mend(
            "database",
            // With what the driver said: whether nobody answers or the password is wrong is what there is to know.
            format!("{:#}", anyhow::Error::from(error)),
            "See whether it runs, and whether the address in [data] is right.",
        ),
    }
}

/// The journal of erasures and the newest checkpoint, in every folder that is named.
fn outside(settings: &Settings) -> Found {
    let mut says = Vec::new();
    for folder in &settings.outside.folders {
        let shown = folder.display();
        match outside::look(folder) {
            Ok((erasures, size)) => {
                let leaves =
                    size.map_or("no checkpoint yet".to_owned(), |size| format!("a checkpoint of {size} leaves"));
                says.push(format!("{shown} has {leaves} and {erasures} erased keys"));
            }
            Err(error) => {
                let mend = if installation::has_database(settings) {
                    "Put the folder back; if every copy of it is lost: `waarborg ledger recover`."
                } else {
                    "`waarborg keys init` makes it."
                };
                return Found::mend("outside", error.to_string(), mend);
            }
        }
    }
    let says = says.join("; ");
    if settings.outside.folders.len() > 1 {
        return Found::well("outside", says);
    }
    Found::known(
        "outside",
        says,
        "Name a second folder on another disk in [outside], so that losing one loses nothing.",
    )
}

fn protocol(settings: &Settings) -> Found {
    let path = &settings.protocol_folder;
    let shown = path.display();
    let loaded = folder::read(path);
    let look = format!("waarborg check {shown}");
    match (loaded.count(FindingKind::Invalid), loaded.count(FindingKind::Gap)) {
        (0, 0) => Found::well("protocol", format!("{shown} is valid, without gaps")),
        (0, 1) => Found::known("protocol", format!("{shown} is valid, with 1 gap"), look),
        (0, gaps) => Found::known("protocol", format!("{shown} is valid, with {gaps} gaps"), look),
        (1, _) => Found::mend("protocol", format!("{shown} cannot run: 1 problem"), look),
        (invalid, _) => Found::mend("protocol", format!("{shown} cannot run: {invalid} problems"), look),
    }
}

fn address(settings: &Settings) -> Found {
    let address = settings.listen.address;
    match TcpListener::bind(address) {
        Ok(_) => Found::well("address", format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Found::known(
            "address",
            format!("{address} is in use"),
            "Fine if that is Waarborg; else name another in [listen].",
        ),
        Err(error) => Found::mend("address", format!("{address}: {error}"), "Name another in [listen]."),
    }
}

fn public_url(settings: &Settings) -> Found {
    let url = &settings.public_url;
    let near = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|host| url.starts_with(host));
    match url.starts_with("https://") {
        true => Found::well("public address", url.clone()),
        false if near => Found::known(
            "public address",
            format!("{url}: only this machine"),
            "Set `public_url` to where visitors reach you.",
        ),
        false => {
            Found::mend("public address", format!("{url} is not encrypted"), "Set `public_url` to an https:// address.")
        }
    }
}

fn human(found: &[Found]) -> String {
    let mut text = String::new();
    for one in found {
        let mark = match one.state {
            State::Well => "well ",
            State::Known => "note ",
            State::Mend => "MEND ",
        };
        let mend = one.mend.as_ref().map(|mend| format!("\n      do: {mend}")).unwrap_or_default();
        writeln!(text, "{mark} {}: {}{mend}", one.what, one.says).expect("writing to a string cannot fail");
    }
    text
}
