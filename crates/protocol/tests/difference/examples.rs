//! The plan for the protocols that ship, read as a person reads it.

use std::path::{Path, PathBuf};

use waarborg_protocol::difference::difference;
use waarborg_protocol::{Folder, Protocol, Unreadable, load};

struct OnDisk(PathBuf);

impl Folder for OnDisk {
    fn read(&self, path: &str) -> Result<String, Unreadable> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| Unreadable(error.to_string()))
    }
}

fn example(name: &str) -> Protocol {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    load(&OnDisk(folder), "protocol.toml").protocol.expect("an example that ships is valid")
}

#[test]
fn closing_the_gaps_of_dexes_reads_like_a_review() {
    let plan = difference(&example("dexes"), &example("dexes-complete")).on(jiff::civil::date(2026, 11, 22)).text();
    print!("{plan}");
}
