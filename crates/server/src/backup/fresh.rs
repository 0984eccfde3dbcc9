use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Error;

/// A file that is being written beside its place. It takes its name when it is whole and read back; else it goes.
pub(super) struct Fresh {
    path: PathBuf,
    place: PathBuf,
    pub(super) file: File,
    kept: bool,
}

impl Fresh {
    pub(super) fn begin(place: &Path) -> Result<Self, Error> {
        let mut name = place.as_os_str().to_owned();
        name.push(".new");
        let path = PathBuf::from(name);
        let made = || {
            let folder = folder_of(place);
            fs::DirBuilder::new().recursive(true).create(folder)?;
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)
        };
        let file = made().map_err(|source| Error::Io { path: path.clone(), source })?;
        Ok(Self { path, place: place.to_owned(), file, kept: false })
    }

    /// Where it is until it takes its name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Durable, with its name not taken yet.
    pub(super) fn sync(&self) -> Result<(), Error> {
        self.file.sync_all().map_err(|source| self.failed(source))
    }

    /// Takes its name, durably. Errs when something has it already.
    pub(super) fn keep(mut self) -> Result<(), Error> {
        if self.place.symlink_metadata().is_ok() {
            return Err(self.failed(io::ErrorKind::AlreadyExists.into()));
        }
        fs::rename(&self.path, &self.place).map_err(|source| self.failed(source))?;
        self.kept = true;
        self.sync_folder()
    }

    /// Takes its name in place of what is there, and overwrites that: of keys there is one generation.
    pub(super) fn keep_instead(mut self) -> Result<(), Error> {
        let before = match OpenOptions::new().write(true).open(&self.place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            opened => Some(opened.map_err(|source| self.failed(source))?),
        };
        fs::rename(&self.path, &self.place).map_err(|source| self.failed(source))?;
        self.kept = true;
        self.sync_folder()?;
        before.map_or(Ok(()), |before| wipe(before).map_err(|source| self.failed(source)))
    }

    fn sync_folder(&self) -> Result<(), Error> {
        let folder = folder_of(&self.place);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Io { path: self.place.clone(), source }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !self.kept {
            // What is left behind is written over by the next.
            fs::remove_file(&self.path).ok();
        }
    }
}

/// Overwrites a file that has no name any more.
fn wipe(mut file: File) -> io::Result<()> {
    let (mut left, zeros) = (file.metadata()?.len(), vec![0; 1 << 16]);
    file.seek(SeekFrom::Start(0))?;
    while left > 0 {
        let next = usize::try_from(left).unwrap_or(usize::MAX).min(zeros.len());
        file.write_all(&zeros[..next])?;
        left -= next as u64;
    }
    file.sync_all()
}

fn folder_of(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
