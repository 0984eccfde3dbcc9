//! `waarborg init`: a first protocol and server file, with comments.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use waarborg_protocol::schema;
use waarborg_server::Settings;
use waarborg_server::settings::RootSource;

use crate::{keys, output};

const PROTOCOL: &str = include_str!("../starter/protocol.toml");
const SERVER: &str = include_str!("../../../examples/server.toml");

pub(crate) fn run(folder: &Path, name: &str) -> Result<ExitCode> {
    if name.trim().is_empty() {
        bail!("the organisation needs a name");
    }
    if name.chars().any(|letter| letter.is_control() || letter == '"' || letter == '\\') {
        bail!("the name of the organisation cannot hold quotes, backslashes or line breaks");
    }
    let protocol = folder.join("protocol");
    let files = [
        (protocol.join("protocol.toml"), PROTOCOL.replace("Voorbeeld B.V.", name)),
        (protocol.join("protocol.schema.json"), serde_json::to_string_pretty(&schema::json_schema())? + "\n"),
        (folder.join("server.toml"), SERVER.to_owned()),
    ];
    let settings = Settings::usual(&std::path::absolute(folder)?);
    let keys = match &settings.keys.root {
        RootSource::File(root) => [settings.keys.folder.clone(), root.clone()],
        RootSource::Credential(_) => unreachable!("the usual root key is a file"),
    };
    if let Some(there) = keys.iter().find(|path| path.symlink_metadata().is_ok()) {
        bail!("{} is already there; nothing was written. Choose another folder.", there.display());
    }
    if let Some((file, _)) = files.iter().find(|(file, _)| file.exists()) {
        bail!("{} is already there; nothing was written. Choose another folder.", file.display());
    }
    std::fs::create_dir_all(&protocol).with_context(|| format!("cannot make the folder {}", protocol.display()))?;
    for (file, text) in &files {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(file)
            .and_then(|mut out| out.write_all(text.as_bytes()))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    keep_out_of_git(folder)?;
    let made = keys::make(&settings, false)?;
    let (protocol, server) = (protocol.display(), folder.join("server.toml"));
    let server = server.display();
    output::print(&format!(
        "Written: {protocol} (your protocol) and {server} (how this machine runs).\n{made}\n\
         Next:\n  \
         waarborg check {protocol}\n      what is missing\n  \
         waarborg demo --protocol {protocol}\n      your pages: open the link it prints\n  \
         waarborg serve --config {server}\n      for real\n"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The protocol belongs in Git, where every version keeps its author and moment; keys and data never do.
fn keep_out_of_git(folder: &Path) -> Result<()> {
    let file = folder.join(".gitignore");
    match OpenOptions::new().write(true).create_new(true).open(&file) {
        Ok(mut out) => out.write_all(b"/root.key\n/keys/\n/outside/\n/data/\n").context("cannot write .gitignore"),
        // Whoever has one keeps it as it is.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot write {}", file.display())),
    }
}
