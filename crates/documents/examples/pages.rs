//! Writes every page of a protocol into a folder, with its stylesheet: to look at them without a server.
//!
//! `cargo run -p waarborg-documents --example pages -- examples/dexes-complete /tmp/pages`

use std::path::{Path, PathBuf};

use waarborg_documents::statement;
use waarborg_protocol::load::{Folder, Unreadable};
use waarborg_web::{Frame, Lang, Page, Shell};

struct Files(PathBuf);

impl Folder for Files {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("give the folder of a protocol and a folder to write to");
    };
    let loaded = waarborg_protocol::load(&Files(from.into()), "protocol.toml");
    let protocol = loaded.protocol.ok_or_else(|| anyhow::anyhow!("{:#?}", loaded.findings))?;
    let frame = Frame { organisation: protocol.controller.name.value.clone(), public_url: "https://privacy.example".into(), demo: true, foot: Vec::new() };
    let shell = Shell::new(frame);
    let to = Path::new(&to);
    for lang in Lang::ALL {
        let document = statement(&protocol, lang, None);
        let page = Page::new(lang, document.title.clone(), document.html()).at(format!("/{lang}/privacy"));
        let html = shell.html(&page).replace(waarborg_web::files::address("site.css"), "site.css");
        std::fs::create_dir_all(to)?;
        std::fs::write(to.join(format!("{lang}-privacy.html")), html)?;
    }
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/site.css"), to.join("site.css"))?;
    Ok(())
}
