//! Files that nobody but their owner may read, and that are never half there.
//!
//! Everything is refused that could mean that somebody else has had the file in hand: a mode that lets others in, another owner, a link, a
//! second name. What is written is complete and durable before it takes its name.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use waarborg_base::{Fault, Kind};
use zeroize::Zeroizing;

/// Longest file that is read: ours are far shorter.
const MOST_BYTES: usize = 64 * 1024;

/// The end of the name of a file that is being written.
const FRESH: &str = ".new";

/// The end of the name of a file that is being destroyed.
const GOING: &str = ".gone";

/// Why a private file or folder cannot be used. Every message says which one and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Unsafe {
    /// It is not there.
    #[error("{} is not there", path.display())]
    Missing {
        /// Which.
        path: PathBuf,
    },
    /// Its mode lets others in.
    #[error("{0} can be reached by others (mode {mode:o}); if you are sure that nobody did: chmod {least:o} {0}", path.display())]
    Loose {
        /// Which.
        path: PathBuf,
        /// Its mode.
        mode: u32,
        /// The loosest mode that is accepted.
        least: u32,
    },
    /// It belongs to somebody else.
    #[error(
        "{0} belongs to user {owner}, and Waarborg runs as user {user}; run it as that user, or, if the file is what it should be: \
         chown {user} {0}",
        path.display()
    )]
    Foreign {
        /// Which.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
        /// Who we are.
        user: u32,
    },
    /// It is a link, or something else than a file.
    #[error("{} is not a plain file but a link, a folder or a device; put the file itself there", path.display())]
    NotAFile {
        /// Which.
        path: PathBuf,
    },
    /// It is not a folder, or a link to one.
    #[error("{} is not a plain folder; name the folder itself, not a link to it", path.display())]
    NotAFolder {
        /// Which.
        path: PathBuf,
    },
    /// The same file has another name, under which it would live on.
    #[error(
        "{0} has {names} names: destroying one would leave the others; find them with: find / -samefile {0}",
        path.display()
    )]
    Linked {
        /// Which.
        path: PathBuf,
        /// How many names.
        names: u64,
    },
    /// Another file took its name while it was in use.
    #[error("{} was exchanged while it was in use; start Waarborg again once it is the right one", path.display())]
    Exchanged {
        /// Which.
        path: PathBuf,
    },
    /// It is larger than any file of ours.
    #[error("{} is larger than such a file can be; it is something else", path.display())]
    Large {
        /// Which.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("{} cannot be used", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

impl Fault for Unsafe {
    fn kind(&self) -> Kind {
        match self {
            Self::Io { .. } => Kind::Unavailable,
            _ => Kind::Invalid,
        }
    }
}

/// Refuses a folder that is not there, or that others can enter.
pub(crate) fn check_folder(path: &Path) -> Result<(), Unsafe> {
    let found = fs::symlink_metadata(path).map_err(|source| failed(path, source))?;
    if !found.is_dir() {
        return Err(Unsafe::NotAFolder { path: path.to_owned() });
    }
    check_owner(path, &found, 0o700)
}

/// Makes a folder that only its owner can enter, durably; one that is there must be so already.
pub(crate) fn make_folder(path: &Path) -> Result<(), Unsafe> {
    match check_folder(path) {
        Err(Unsafe::Missing { .. }) => {
            DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|source| failed(path, source))?;
            sync_folder_of(path)?;
            check_folder(path)
        }
        found => found,
    }
}

/// The names in a folder, in order.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, Unsafe> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|source| failed(folder, source))?;
    let mut names: Vec<String> =
        entries.into_iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// Reads a whole file, after looking at the open file itself whether it is private.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Unsafe> {
    let (file, found) = open(path, OpenOptions::new().read(true))?;
    if found.len() > MOST_BYTES as u64 {
        return Err(Unsafe::Large { path: path.to_owned() });
    }
    // With room to spare, so that no copy is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_BYTES + 1));
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|source| failed(path, source))?;
    Ok(bytes)
}

/// Opens a file that is private, never through a link, and never waiting for what is no file.
pub(crate) fn open(path: &Path, options: &mut OpenOptions) -> Result<(File, fs::Metadata), Unsafe> {
    let careful = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let opened = options.custom_flags(careful.bits().cast_signed()).open(path);
    let file = opened.map_err(|source| match source.raw_os_error().map(rustix::io::Errno::from_raw_os_error) {
        Some(rustix::io::Errno::LOOP | rustix::io::Errno::ISDIR | rustix::io::Errno::NXIO) => {
            Unsafe::NotAFile { path: path.to_owned() }
        }
        _ => failed(path, source),
    })?;
    let found = file.metadata().map_err(|source| failed(path, source))?;
    if !found.is_file() {
        return Err(Unsafe::NotAFile { path: path.to_owned() });
    }
    check_owner(path, &found, 0o600)?;
    if found.nlink() > 1 {
        return Err(Unsafe::Linked { path: path.to_owned(), names: found.nlink() });
    }
    Ok((file, found))
}

/// Refuses a file that is not there, or that is not private.
pub(crate) fn check_file(path: &Path) -> Result<(), Unsafe> {
    open(path, OpenOptions::new().read(true)).map(drop)
}

/// Opens a file to lock and change it in place, and makes it when it is not there.
pub(crate) fn open_or_make(path: &Path) -> Result<File, Unsafe> {
    Ok(open(path, OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600))?.0)
}

/// Refuses to go on with an open file that no longer has its name: what is written to it, nobody would find.
pub(crate) fn check_named(path: &Path, file: &File) -> Result<(), Unsafe> {
    let (named, open) = (fs::symlink_metadata(path), file.metadata());
    let (named, open) = named.and_then(|named| Ok((named, open?))).map_err(|source| failed(path, source))?;
    let same = (named.dev(), named.ino()) == (open.dev(), open.ino());
    if same { Ok(()) } else { Err(Unsafe::Exchanged { path: path.to_owned() }) }
}

/// Writes a file: whoever reads it, also after a crash, finds what was there before or all of this. Durable when it returns.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Unsafe> {
    let fresh = with_end(path, FRESH);
    remove(&fresh)?;
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh).and_then(|mut file| {
        // The mask of the process may have taken more away than wanted, never less.
        file.set_permissions(Permissions::from_mode(0o600))?;
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&fresh, path)).map_err(|source| failed(path, source))?;
    sync_folder_of(path)
}

/// Overwrites a file and takes its name away, durably. A file that is not there is destroyed already.
///
/// It first takes a name that says so: whoever is stopped halfway leaves no file that looks whole, see [`finish`]. Overwriting reaches the
/// same place on plain disks; a disk or file system that writes elsewhere keeps the old bytes until it reuses them.
pub(crate) fn destroy(path: &Path) -> Result<(), Unsafe> {
    let going = with_end(path, GOING);
    match fs::rename(path, &going) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        renamed => renamed.map_err(|source| failed(path, source))?,
    }
    sync_folder_of(path)?;
    wipe(&going)
}

/// Ends what a process that was killed had begun in a folder: wipes what it was writing or destroying.
pub(crate) fn finish(folder: &Path) -> Result<(), Unsafe> {
    let unfinished = |name: &String| name.ends_with(FRESH) || name.ends_with(GOING);
    names(folder)?.iter().filter(|name| unfinished(name)).try_for_each(|name| wipe(&folder.join(name)))
}

fn wipe(path: &Path) -> Result<(), Unsafe> {
    let (mut file, found) = open(path, OpenOptions::new().write(true))?;
    let zeros = vec![0; usize::try_from(found.len()).unwrap_or(0)];
    file.write_all(&zeros).and_then(|()| file.sync_all()).map_err(|source| failed(path, source))?;
    remove(path)?;
    sync_folder_of(path)
}

fn remove(path: &Path) -> Result<(), Unsafe> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(path, error)),
        _ => Ok(()),
    }
}

/// Makes what happened to the name of a file or folder durable.
fn sync_folder_of(path: &Path) -> Result<(), Unsafe> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| failed(folder, source))
}

fn check_owner(path: &Path, found: &fs::Metadata, least: u32) -> Result<(), Unsafe> {
    let (path, owner, user) = (path.to_owned(), found.uid(), rustix::process::geteuid().as_raw());
    if owner != user {
        return Err(Unsafe::Foreign { path, owner, user });
    }
    let mode = found.mode() & 0o7777;
    if mode & 0o077 != 0 { Err(Unsafe::Loose { path, mode, least }) } else { Ok(()) }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn failed(path: &Path, source: io::Error) -> Unsafe {
    let path = path.to_owned();
    match source.kind() {
        ErrorKind::NotFound => Unsafe::Missing { path },
        _ => Unsafe::Io { path, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_only_when_nobody_else_can_have_had_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.key");
        write(&file, b"secret").expect("written");
        assert_eq!(read(&file).expect("private").as_slice(), b"secret");
        let said = |path: &Path| read(path).expect_err("refused").to_string();
        for loose in [0o640, 0o604, 0o610] {
            fs::set_permissions(&file, Permissions::from_mode(loose)).expect("ours");
            assert!(said(&file).contains(&format!("a.key can be reached by others (mode {loose:o})")));
        }
        fs::set_permissions(&file, Permissions::from_mode(0o400)).expect("ours");
        read(&file).expect("stricter is fine");
        let link = folder.path().join("link.key");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        assert!(said(&link).contains("link.key is not a plain file"));
        fs::hard_link(&file, folder.path().join("second.key")).expect("a second name");
        assert!(said(&file).contains("a.key has 2 names"));
        assert!(said(folder.path()).contains("is not a plain file"));
        assert!(said(&folder.path().join("none.key")).contains("none.key is not there"));
        let large = folder.path().join("large.key");
        write(&large, &vec![0; 100_000]).expect("written");
        assert!(said(&large).contains("larger than such a file can be"));
    }

    #[test]
    fn a_file_of_somebody_else_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = folder.path().join("a.key");
        write(&file, b"secret").expect("written");
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&file, Some(65_534), None).expect("root may give a file away");
        } else {
            // Nobody else may give a file away; root has some that everybody can read.
            file = PathBuf::from("/etc/passwd");
        }
        let said = read(&file).expect_err("refused").to_string();
        assert!(said.contains("belongs to user") && said.contains("chown"), "{said}");
    }

    #[test]
    fn a_folder_that_others_can_enter_is_refused() {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = outer.path().join("deep/keys");
        make_folder(&folder).expect("made");
        check_folder(&folder).expect("private");
        let link = outer.path().join("link");
        std::os::unix::fs::symlink(&folder, &link).expect("a link");
        assert!(check_folder(&link).expect_err("refused").to_string().contains("not a plain folder"));
        fs::set_permissions(&folder, Permissions::from_mode(0o750)).expect("ours");
        assert!(make_folder(&folder).expect_err("refused").to_string().contains("mode 750"));
    }

    #[test]
    fn what_a_killed_process_left_half_done_is_wiped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        for name in ["a.key", "b.key.new", "c.key.gone"] {
            write(&path.join(name), b"secret").expect("written");
        }
        finish(path).expect("wiped");
        assert_eq!(names(path).expect("a folder"), ["a.key"]);
        destroy(&path.join("a.key")).expect("destroyed");
        destroy(&path.join("a.key")).expect("again is no error");
        assert_eq!(names(path).expect("a folder"), Vec::<String>::new());
    }
}
