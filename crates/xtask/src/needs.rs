//! What the tests need of a machine, how to see that it is there, and how to get it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::command::Visible;
use crate::steps::Step;

/// Something that is not Rust and not a C compiler.
struct Need {
    what: &'static str,
    why: &'static str,
    steps: &'static [Step],
    found: fn() -> bool,
    get: Get,
}

enum Get {
    /// Debian packages, and what to do where those do not help.
    Packages(&'static [&'static str], &'static str),
    /// A component of the Rust toolchain.
    Component(&'static str),
}

const NEEDS: &[Need] = &[
    Need {
        what: "rustfmt",
        why: "checks the layout of the code",
        steps: &[Step::Format],
        found: || succeeds("cargo", &["fmt", "--version"]),
        get: Get::Component("rustfmt"),
    },
    Need {
        what: "clippy",
        why: "lints",
        steps: &[Step::Clippy],
        found: || succeeds("cargo", &["clippy", "--version"]),
        get: Get::Component("clippy"),
    },
    Need {
        what: "Git",
        why: "tells which files are ours and which migrations are released",
        steps: &[Step::Tidy, Step::Test],
        found: || succeeds("git", &["--version"]),
        get: Get::Packages(&["git"], ""),
    },
    Need {
        what: "PostgreSQL server",
        why: "every test of the store runs on it; the tests start their own, on a socket of their own",
        steps: &[Step::Test],
        found: has_postgres,
        get: Get::Packages(&["postgresql"], "initdb and postgres are looked for in /usr/lib/postgresql/*/bin"),
    },
    Need {
        what: "curl",
        why: "runs the commands of docs/api.md as they stand there",
        steps: &[Step::Test],
        found: || succeeds("curl", &["--version"]),
        get: Get::Packages(&["curl"], ""),
    },
    Need {
        what: "strace",
        why: "kills the server at a system call, and lets the disk refuse one",
        steps: &[Step::Test],
        found: || succeeds("strace", &["-V"]),
        get: Get::Packages(&["strace"], ""),
    },
    Need {
        what: "faketime",
        why: "lets the clock of the server jump",
        steps: &[Step::Test],
        found: || succeeds("faketime", &["--version"]),
        get: Get::Packages(&["faketime"], "libfaketimeMT.so.1 is looked for in /usr/lib"),
    },
    Need {
        what: "Python with rdflib",
        why: "reads the exported Turtle and JSON-LD independently of us",
        steps: &[Step::Test],
        found: || succeeds("/usr/bin/python3", &["-c", "import rdflib"]),
        get: Get::Packages(&["python3-rdflib"], "/usr/bin/python3 is asked to import rdflib"),
    },
    Need {
        what: "Python with jsonschema",
        why: "holds the JSON Schema against the shipped protocols independently of us",
        steps: &[Step::Test],
        found: || succeeds("/usr/bin/python3", &["-c", "import jsonschema"]),
        get: Get::Packages(&["python3-jsonschema"], "/usr/bin/python3 is asked to import jsonschema"),
    },
    Need {
        what: "LibreOffice Calc",
        why: "opens the exported spreadsheet as a reader would",
        steps: &[Step::Test],
        found: || ["soffice", "libreoffice"].iter().any(|program| on_path(program)),
        get: Get::Packages(&["libreoffice-calc-nogui"], "soffice has to be on the path"),
    },
    Need {
        what: "Chromium",
        why: "visits the pages as a person does",
        steps: &[Step::Browser],
        found: || {
            ["chromium", "chromium-browser", "google-chrome"].iter().any(|program| succeeds(program, &["--version"]))
        },
        get: Get::Packages(
            &["chromium"],
            "On Ubuntu that package only points at a snap: run `snap install chromium`, or install Google Chrome's .deb. \
             One of chromium, chromium-browser and google-chrome has to answer to --version",
        ),
    },
    Need {
        what: "Node.js 18 or newer",
        why: "drives Chromium",
        steps: &[Step::Browser],
        found: has_node,
        get: Get::Packages(&["nodejs"], "an older node has to make way for a newer one"),
    },
    Need {
        what: "npm",
        why: "installs what drives Chromium, as e2e/package-lock.json has it",
        steps: &[Step::Browser],
        found: || succeeds("npm", &["--version"]),
        get: Get::Packages(&["npm"], ""),
    },
];

/// Makes sure that everything these steps need is there. Errs with each missing thing and the command that installs it.
pub(crate) fn provide(steps: &[Step], may_install: bool) -> Result<()> {
    let missing = missing(steps);
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("needs {}: {}", need.what, need.why);
    }
    if may_install {
        install(&missing)?;
    }
    let still = self::missing(steps);
    if still.is_empty() { Ok(()) } else { bail!(report(&still)) }
}

fn missing(steps: &[Step]) -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| need.steps.iter().any(|step| steps.contains(step)) && !(need.found)()).collect()
}

fn install(missing: &[&Need]) -> Result<()> {
    for need in missing {
        if let (Get::Component(component), true) = (&need.get, on_path("rustup")) {
            Visible::new("rustup", &["component", "add", component]).run()?;
        }
    }
    let packages = packages(missing);
    if packages.is_empty() || !on_path("apt-get") {
        return Ok(());
    }
    let Some(root) = as_root() else {
        println!("not root, and sudo asks for a password: installing nothing");
        return Ok(());
    };
    if packages.contains("postgresql") && fs::metadata("/etc/postgresql-common/createcluster.conf").is_err() {
        // Only the programs are wanted: without this the package also makes a database and starts it.
        let no_cluster = "mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf";
        root("sh", &["-c", no_cluster]).run()?;
    }
    let apt = |arguments: &[&str]| {
        let settings = [
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-o",
            "DPkg::Lock::Timeout=300",
            "-o",
            "Dpkg::Options::=--force-confold",
        ];
        root("env", &[&settings, arguments].concat())
    };
    apt(&["update", "--quiet"]).run()?;
    apt(&["install", "--quiet", "--yes", "--no-install-recommends"]).and(packages.into_iter().map(str::to_owned)).run()
}

/// How to run a program as root without being asked anything, if at all.
fn as_root() -> Option<fn(&str, &[&str]) -> Visible> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(Visible::new);
    }
    succeeds("sudo", &["-n", "true"])
        .then_some(|program, arguments| Visible::new("sudo", &[&["-n", program], arguments].concat()))
}

fn packages(missing: &[&Need]) -> BTreeSet<&'static str> {
    let packages = missing.iter().filter_map(|need| match need.get {
        Get::Packages(packages, _) => Some(packages),
        Get::Component(_) => None,
    });
    packages.flatten().copied().collect()
}

fn report(missing: &[&Need]) -> String {
    let mut text = "the tests need what is not on this machine:".to_owned();
    for need in missing {
        let (command, otherwise) = match need.get {
            Get::Packages(packages, otherwise) => (format!("sudo apt-get install {}", packages.join(" ")), otherwise),
            Get::Component(component) => (format!("rustup component add {component}"), ""),
        };
        let _ = write!(text, "\n  {}, which {}\n    {command}", need.what, need.why);
        if !otherwise.is_empty() {
            let _ = write!(text, "\n    {otherwise}.");
        }
    }
    text
}

fn has_postgres() -> bool {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    installed.map(|version| version.path().join("bin/initdb")).any(|initdb| initdb.is_file())
}

fn has_node() -> bool {
    let Ok(output) = Command::new("node").arg("--version").output() else { return false };
    is_node_18(&String::from_utf8_lossy(&output.stdout))
}

/// `v20.20.2`
fn is_node_18(version: &str) -> bool {
    let major = version.trim().strip_prefix('v').and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= 18)
}

fn on_path(program: &str) -> bool {
    succeeds("sh", &["-c", &format!("command -v {program}")])
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let quiet =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.context("did not start").is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_the_command_that_installs_it() {
        let all: Vec<_> = NEEDS.iter().collect();
        let text = report(&all);
        for need in NEEDS {
            assert!(text.contains(need.what), "{text}");
        }
        assert!(text.contains("\n    sudo apt-get install postgresql\n"), "{text}");
        assert!(text.contains("\n    rustup component add clippy"), "{text}");
    }

    #[test]
    fn packages_are_asked_for_once_and_components_are_none() {
        let all: Vec<_> = NEEDS.iter().chain(NEEDS).collect();
        let packages = packages(&all);
        assert!(packages.contains("chromium") && !packages.contains("clippy"), "{packages:?}");
    }

    #[test]
    fn an_old_node_is_not_enough() {
        assert!(is_node_18("v18.20.4\n") && is_node_18("v20.20.2"));
        assert!(!is_node_18("v16.3.0") && !is_node_18(""));
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert!(on_path("sh") && !on_path("no-such-program-here"));
        assert!(!succeeds("no-such-program-here", &[]) && !succeeds("false", &[]));
    }
}
