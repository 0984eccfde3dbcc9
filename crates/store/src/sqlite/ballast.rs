use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file beside the database that holds room on the disk, because SQLite cannot even delete on a full one.
///
/// On a full disk it is freed for use cases that must not wait: an erasure, the destruction of a key. Until there is room to take
/// it back, nobody else writes, so that the room is left for the next of them.
pub(super) struct Ballast {
    path: PathBuf,
    bytes: u64,
    held: bool,
}

impl Ballast {
    /// Takes the room if it is there; no bytes, no ballast. A disk without room is no reason not to start.
    pub(super) fn take(database: &Path, bytes: u64) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push("-ballast");
        let mut ballast = Self { path: name.into(), bytes, held: false };
        if bytes > 0 && !ballast.take_back() {
            tracing::error!(bytes, "the disk has no room for the ballast: only what is urgent is stored until it has");
        }
        ballast
    }

    /// Whether use cases that are not urgent may write: while the ballast is held, or as soon as it can be taken back.
    pub(super) fn lets_all_write(&mut self) -> bool {
        self.bytes == 0 || self.held || self.take_back()
    }

    /// Gives its room to what is urgent; whether there was any to give.
    pub(super) fn free(&mut self) -> bool {
        if !self.held {
            return false;
        }
        self.held = false;
        // Cut first: an open file that is removed keeps its room.
        let freed = OpenOptions::new().write(true).open(&self.path).and_then(|file| {
            file.set_len(0)?;
            file.sync_all()
        });
        match freed {
            Ok(()) => tracing::error!(bytes = self.bytes, "the disk is full: the ballast is freed for what is urgent"),
            Err(error) => tracing::error!(%error, "the disk is full and the ballast cannot be freed"),
        }
        true
    }

    fn take_back(&mut self) -> bool {
        self.held = self.is_there() || (self.fits() && self.write());
        self.held
    }

    fn is_there(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|file| file.len() == self.bytes)
    }

    /// Whether the disk has room for it and a quarter more: what is taken back at the last byte would be freed at the next.
    fn fits(&self) -> bool {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let room = rustix::fs::statvfs(folder).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        room.is_ok_and(|room| room >= self.bytes.saturating_add(self.bytes / 4))
    }

    fn write(&self) -> bool {
        match self.fill() {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "the ballast cannot be taken back yet");
                drop(fs::remove_file(&self.path));
                false
            }
        }
    }

    /// Writes what does not compress, so that also a file system that compresses has to allocate it.
    fn fill(&self) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&self.path)?;
        let (mut left, mut state) = (self.bytes, 0x9E37_79B9_7F4A_7C15_u64);
        let mut block = vec![0; 1 << 16];
        while left > 0 {
            for word in block.chunks_exact_mut(8) {
                // Xorshift (Marsaglia): nothing secret, only without pattern.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                word.copy_from_slice(&state.to_le_bytes());
            }
            let part = usize::try_from(left).map_or(block.len(), |left| left.min(block.len()));
            file.write_all(&block[..part])?;
            left -= part as u64;
        }
        file.sync_all()?;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballast_is_freed_once_taken_back_when_there_is_room_and_kept_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (database, file) = (folder.path().join("data.db"), folder.path().join("data.db-ballast"));
        let length = || fs::metadata(&file).map_or(0, |file| file.len());
        let mut ballast = Ballast::take(&database, 100_000);
        assert_eq!(length(), 100_000);
        assert!(ballast.free());
        assert_eq!(length(), 0);
        assert!(!ballast.free(), "there is only one");
        assert!(ballast.lets_all_write(), "there is room here");
        assert_eq!(length(), 100_000);
        let before = fs::metadata(&file).unwrap().modified().unwrap();
        assert!(Ballast::take(&database, 100_000).lets_all_write());
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), before, "what is there is kept");

        let mut too_large = Ballast::take(&database, u64::MAX);
        assert!(!too_large.lets_all_write() && !too_large.free());
        let mut none = Ballast::take(&database.with_extension("other"), 0);
        assert!(none.lets_all_write() && !none.free());
    }
}
