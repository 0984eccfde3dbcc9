//! A protocol's folder on disk.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use waarborg_protocol::load::MOST_BYTES;
use waarborg_protocol::{Folder, Loaded, Unreadable, load};

/// How deep below the folder to look for files that were forgotten.
const DEPTH: usize = 3;

/// The name of the main file.
const MAIN: &str = "protocol.toml";

struct OnDisk {
    folder: PathBuf,
    main: String,
}

impl Folder for OnDisk {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        let file = self.folder.join(path);
        // The main file was named by whoever runs this; an include by whoever wrote the protocol, which may be somebody else.
        let inside = path == self.main || is_below(&self.folder, &file).map_err(|error| said(&error))?;
        if !inside {
            return Err(Unreadable("it is a link that leads out of the protocol's folder".into()));
        }
        let bytes = bytes(&file).map_err(|error| said(&error))?;
        String::from_utf8(bytes).map_err(|error| {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            Unreadable(format!("line {line} is not UTF-8 text"))
        })
    }
}

/// Whether a file is in a folder, wherever links lead.
fn is_below(folder: &Path, file: &Path) -> io::Result<bool> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Ok(file.canonicalize()?.starts_with(folder.canonicalize()?))
}

/// Reads a regular file, up to the size at which the language refuses it: a pipe could wait for ever, a device never ends.
fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(file)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn said(error: &io::Error) -> Unreadable {
    Unreadable(match error.kind() {
        io::ErrorKind::NotFound => "no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    })
}

/// TOML files in a protocol's folder that nothing includes: what stands in them counts for nothing, which its author may not
/// know. In the order of their names, relative to the folder. None when a file could not be read: what it includes is unknown.
pub(crate) fn unread(path: &Path, loaded: &Loaded) -> Vec<String> {
    if loaded.findings.iter().any(|finding| matches!(finding.code, "E01" | "E08")) {
        return Vec::new();
    }
    let folder = if path.is_file() { path.parent().unwrap_or(Path::new("")) } else { path };
    let read: HashSet<String> = loaded.written().into_iter().map(|(name, _)| name).collect();
    let mut unread = Vec::new();
    let mut waiting = vec![(PathBuf::new(), 0)];
    while let Some((within, depth)) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(folder.join(&within)) else { continue };
        for entry in entries.flatten() {
            let name = within.join(entry.file_name());
            let shown = name.to_string_lossy().replace('\\', "/");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < DEPTH => waiting.push((name, depth + 1)),
                Ok(kind) if kind.is_file() && is_toml(&name) && !read.contains(&shown) => unread.push(shown),
                _ => {}
            }
        }
    }
    unread.sort();
    unread
}

fn is_toml(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// Reads the protocol in the folder `path`, or whose main file is `path`.
pub(crate) fn read(path: &Path) -> Loaded {
    let is_file = path.is_file();
    let folder = if is_file { path.parent().unwrap_or(Path::new("")) } else { path };
    let main = path.file_name().filter(|_| is_file).map_or(MAIN.into(), std::ffi::OsStr::to_string_lossy);
    load(&OnDisk { folder: folder.to_owned(), main: main.to_string() }, &main)
}
