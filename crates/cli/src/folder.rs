//! A protocol's folder on disk.

use std::path::{Path, PathBuf};

use waarborg_protocol::{Folder, Loaded, Unreadable, load};

/// The name of the main file.
const MAIN: &str = "protocol.toml";

struct OnDisk(PathBuf);

impl Folder for OnDisk {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        let bytes = std::fs::read(self.0.join(path)).map_err(|error| {
            Unreadable(match error.kind() {
                std::io::ErrorKind::NotFound => "no such file".into(),
                std::io::ErrorKind::PermissionDenied => "permission denied".into(),
                _ => error.to_string(),
            })
        })?;
        String::from_utf8(bytes).map_err(|error| {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            Unreadable(format!("line {line} is not UTF-8 text"))
        })
    }
}

/// Reads the protocol in the folder `path`, or whose main file is `path`.
pub(crate) fn read(path: &Path) -> Loaded {
    let is_file = path.is_file();
    let folder = if is_file { path.parent().unwrap_or(Path::new("")) } else { path };
    let main = path.file_name().filter(|_| is_file).map_or(MAIN.into(), std::ffi::OsStr::to_string_lossy);
    load(&OnDisk(folder.to_owned()), &main)
}
