//! Writes every page of a protocol into a folder, with its stylesheet: to look at them without a server.
//!
//! `cargo run -p waarborg-documents --example pages -- examples/dexes-complete /tmp/pages`

use std::path::{Path, PathBuf};

use waarborg_base::{Digest, Timestamp};
use waarborg_documents::{Published, Release, Standing};
use waarborg_protocol::load::{Folder, Unreadable};
use waarborg_web::{Frame, Shell};

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
    let Some(protocol) = &loaded.protocol else { anyhow::bail!("{:#?}", loaded.findings) };
    let frame = Frame {
        organisation: protocol.controller.name.value.clone(),
        public_url: "https://privacy.example".into(),
        demo: true,
        foot: Vec::new(),
    };
    let standing = Standing {
        number: 1,
        digest: Digest::of(b""),
        from: Timestamp::from_micros(0).expect("an instant"),
        until: None,
    };
    let published = Published::new(Shell::new(frame));
    published.publish(Release::new(loaded, standing, Vec::new())?);
    for (name, bytes) in published.all() {
        let name = name.trim_start_matches('/').replace('/', "_");
        let name = if name.contains('.') { name } else { format!("{name}.html") };
        let path = Path::new(&to).join(name);
        std::fs::create_dir_all(&to)?;
        let text = String::from_utf8(bytes.clone());
        let local = |text: String| text.replace(waarborg_web::files::address("site.css"), "site.css").into_bytes();
        std::fs::write(path, text.map_or(bytes, local))?;
    }
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/site.css"),
        Path::new(&to).join("site.css"),
    )?;
    Ok(())
}
