//! What the process asks of the system before any key is in its memory.

use std::io;

/// From now on the system writes no copy of this process's memory to a disk when it fails, and lets no other process of the same user look
/// into it: keys are in there.
///
/// Errs when the system refuses; then the limit belongs in the service's file (`LimitCORE=0`).
pub fn keep_memory_private() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}
