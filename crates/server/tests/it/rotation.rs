//! Rotation of a real installation, killed at each of its steps while people are taken up.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use waarborg_base::{Actor, Ctx, Entropy, IdempotencyKey, ManualClock, OsEntropy, Personal};
use waarborg_documents::version;
use waarborg_protocol::load;
use waarborg_server::Settings;
use waarborg_server::keys::{self, Edge};
use waarborg_server::opening::{self, Installed, Means};
use waarborg_server::outside::Erasures;
use waarborg_server::rotation::Step;
use waarborg_store::{MIGRATIONS, Store, Tx};
use waarborg_vault::erasure::{self, Erase, ErasureId};
use waarborg_vault::person::{self, Create, Created, IfKnown};
use waarborg_vault::read::{self, Read};
use waarborg_vault::rules::Grant;
use waarborg_vault::{Token, Vault, Who};

const PROTOCOL: &str = "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n\
    [category.contact]\nname = \"Contact\"\n[category.contact.field]\nemail = { name = \"E-mail\", kind = \"email\" }\n\
    [purpose.letters]\nname = \"Letters\"\ndata = [\"contact\"]\n\
    basis.kind = \"consent\"\nbasis.text = \"May we?\"\nbasis.withdraw = \"Write to us.\"\n";

/// More than fit in one batch.
const PEOPLE: usize = 300;

fn means() -> Means {
    let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
    Means { clock, entropy: Arc::new(|| Box::new(OsEntropy::new()) as Box<dyn Entropy>) }
}

fn with_edge<T>(body: impl FnOnce(&Edge<'_>) -> T) -> T {
    body(&Edge { credentials: None, ask: &|| Err(std::io::ErrorKind::NotFound.into()) })
}

fn store(settings: &Settings) -> Store {
    let file = settings.data.folder.join("waarborg.db");
    Store::open(&waarborg_store::Settings::sqlite(file), MIGRATIONS).expect("the store opens")
}

fn open(home: &Path) -> (Installed, Vault) {
    let settings = Settings::usual(home);
    let installed = with_edge(|edge| opening::open(&settings, store(&settings), edge, means())).expect("it opens");
    let vault = installed.vault().expect("its keys are its own");
    (installed, vault)
}

fn take_up(store: &Store, vault: &Vault, email: &str) -> Result<Token, waarborg_vault::Error> {
    let fields = vec![("contact.email".to_owned(), Personal::new(format!("\"{email}\"")))];
    let create =
        Create { fields, purposes: vec!["letters".into()], source: "data-subject".into(), if_known: IfKnown::Create };
    let vault = vault.clone();
    let body = move |ctx: &mut Ctx, tx: &mut Tx<'_>| person::create(ctx, tx, &vault, &create);
    match store.write_blocking(means().ctx(), body)? {
        Created::Created { token, .. } => Ok(token),
        Created::Known { .. } => panic!("nobody was to be refused"),
    }
}

fn is_readable(store: &Store, vault: &Vault, token: Token) -> bool {
    let grant = Grant::any();
    let (vault, input) =
        (vault.clone(), Read { who: Who::Token(token), purpose: "letters".into(), grant, fields: None });
    let ctx = Ctx::new(means().clock.now(), Actor::Client("test".into()), Box::new(OsEntropy::new()));
    let answer = store.write_blocking(ctx, move |ctx: &mut Ctx, tx: &mut Tx<'_>| read::read(ctx, tx, &vault, &input));
    answer.is_ok()
}

/// An installation with people, one of whom was erased under the first epoch.
fn prepare(home: &Path) -> (Vec<Token>, ErasureId) {
    let settings = Settings::usual(home);
    with_edge(|edge| keys::make(&mut means().ctx(), &settings.keys, edge, None)).expect("made");
    Erasures::make(&settings.outside.folders).expect("made");
    std::fs::create_dir(&settings.data.folder).expect("made");
    let installed = with_edge(|edge| opening::open(&settings, store(&settings), edge, means())).expect("it opens");
    let loaded = load(&vec![("protocol.toml".to_owned(), PROTOCOL.to_owned())], "protocol.toml");
    let ledger = installed.ledger.clone();
    let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
    installed.store.write_blocking(means().ctx(), apply).expect("in force");
    let vault = installed.vault().expect("bound");
    let store = &installed.store;
    let tokens: Vec<Token> = std::thread::scope(|scope| {
        let some = |part: usize| {
            let vault = &vault;
            move || {
                (0..PEOPLE / 10)
                    .map(|n| take_up(store, vault, &format!("p{part}.{n}@a.example")).expect("taken up"))
                    .collect()
            }
        };
        let threads: Vec<_> = (0..10).map(|part| scope.spawn(some(part))).collect();
        threads.into_iter().flat_map(|thread| -> Vec<Token> { thread.join().expect("no panic") }).collect()
    });
    let (erase, erasing) = (Erase { token: tokens[0], keep: Vec::new(), suppress: false }, vault.clone());
    let erased = store
        .write_blocking(means().ctx(), move |ctx: &mut Ctx, tx: &mut Tx<'_>| erasure::erase(ctx, tx, &erasing, &erase));
    let erasure = erased.expect("erased").erasure;
    store.close();
    (tokens[1..].to_vec(), erasure)
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().expect("cp runs").success());
}

/// Rotates in a process of its own, which is killed when the rotation has reached its `last` step. Whom it took up meanwhile, and
/// whether it was killed.
fn rotate_and_die(home: &Path, last: usize) -> (Vec<Token>, bool) {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "rotation::runs_as_a_process_of_its_own", "--ignored", "--nocapture"]);
    let mut process =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
    let orders = format!("{}\n{last}\n", home.display());
    process.stdin.take().expect("piped").write_all(orders.as_bytes()).expect("it reads");
    let said = BufReader::new(process.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let tokens = said.filter_map(|line| line.strip_prefix("took up ")?.parse().ok()).collect();
    (tokens, !process.wait().expect("it ends").success())
}

fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}").and_then(|()| out.flush()).expect("somebody listens");
}

#[test]
#[ignore = "the other side of the test that kills: does nothing without orders"]
fn runs_as_a_process_of_its_own() {
    let mut orders = std::io::stdin().lines().map_while(Result::ok);
    let (Some(home), Some(last)) = (orders.next(), orders.next()) else { return };
    let last: usize = last.parse().expect("a number");
    let (installed, vault) = open(Path::new(&home));
    let (rotation, reached) = (installed.rotation(&vault), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let (done, rotated) = std::sync::mpsc::channel::<()>();
        let (store, vault) = (&installed.store, &vault);
        scope.spawn(move || {
            for number in 0.. {
                let token = take_up(store, vault, &format!("new{number}@a.example")).expect("taken up meanwhile");
                say(&format!("\ntook up {token}"));
                if rotated.try_recv() == Err(std::sync::mpsc::TryRecvError::Disconnected) {
                    return;
                }
            }
        });
        let die = |_: Step| {
            if reached.fetch_add(1, Ordering::SeqCst) == last {
                let me = rustix::process::getpid();
                rustix::process::kill_process(me, rustix::process::Signal::KILL).expect("it may end itself");
            }
        };
        rotation.rotate(&die).expect("it rotates").expect("nobody else does");
        drop(done);
    });
}

#[test]
fn a_rotation_that_is_killed_at_any_step_goes_on_and_loses_nobody() {
    let prepared = TempDir::new().expect("a folder");
    let (tokens, erasure) = prepare(prepared.path());
    for last in 0.. {
        let place = TempDir::new().expect("a folder");
        let home = place.path().join("home");
        copy(prepared.path(), &home);
        let (meanwhile, killed) = rotate_and_die(&home, last);
        if !killed {
            assert!(last >= 8, "a rotation has at least so many steps: {last}");
            return;
        }
        let (installed, vault) = open(&home);
        let rotation = installed.rotation(&vault);
        assert!(
            rotation.is_due(Duration::from_hours(24)).expect("readable"),
            "killed at {last}: it goes on at the start"
        );
        let rotated = rotation.rotate(&|_| {}).expect("it goes on").expect("nobody else does");
        assert_eq!(rotated.epoch, 2, "killed at {last}: it goes on with the epoch that it had begun");
        assert_eq!(vault.ring().epochs().collect::<Vec<_>>(), [2]);
        let files = std::fs::read_dir(home.join("keys")).expect("a folder").flatten();
        let files: BTreeSet<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        let expected = ["epoch-0000000002.key", "index.key", "ledger.key", "pepper.key", "rotation", "suppression.key"];
        assert_eq!(files, expected.map(str::to_owned).into(), "killed at {last}");
        assert!(!rotation.is_due(Duration::from_hours(24)).expect("readable"), "killed at {last}: and then it is done");
        for token in tokens.iter().chain(&meanwhile) {
            assert!(is_readable(&installed.store, &vault, *token), "killed at {last}: {token} is lost");
        }
        let found = installed.store.read_blocking(move |tx: &mut Tx<'_>| erasure::find_erasure(tx, erasure));
        assert!(found.expect("readable").iter().all(|erasure| erasure.final_at.is_some()), "killed at {last}");
        installed.store.close();
    }
}

#[test]
fn a_server_whose_keys_are_behind_takes_nobody_up_until_it_has_read_them_anew() {
    let home = TempDir::new().expect("a folder");
    let (tokens, _) = prepare(home.path());
    let ((here, behind), (there, vault)) = (open(home.path()), open(home.path()));
    there.rotation(&vault).rotate(&|_| {}).expect("it rotates").expect("nobody else does");
    let refused = take_up(&here.store, &behind, "late@a.example").expect_err("its epoch is no more");
    assert!(matches!(refused, waarborg_vault::Error::KeysBehind { database: 2, keys: 1 }), "{refused}");
    assert!(!is_readable(&here.store, &behind, tokens[0]));
    let rotation = here.rotation(&behind);
    assert!(rotation.refresh().expect("readable"), "there is something to read anew");
    assert!(!rotation.refresh().expect("readable"), "and then nothing more");
    take_up(&here.store, &behind, "late@a.example").expect("taken up");
    assert!(is_readable(&here.store, &behind, tokens[0]));
}

#[test]
fn only_one_rotates_and_a_second_rotation_ends_what_was_erased_before() {
    let home = TempDir::new().expect("a folder");
    let (tokens, _) = prepare(home.path());
    let (installed, vault) = open(home.path());
    let (rotation, other) = (installed.rotation(&vault), installed.rotation(&vault));
    let meanwhile = |_: Step| assert_eq!(other.rotate(&|_| {}).expect("readable"), None, "somebody else is at it");
    assert_eq!(rotation.rotate(&meanwhile).expect("it rotates").map(|rotated| rotated.finals), Some(1));
    let key = IdempotencyKey::from_bytes([7; 16]);
    let (erase, erasing) = (Erase { token: tokens[0], keep: Vec::new(), suppress: false }, vault.clone());
    let erase = move |ctx: &mut Ctx, tx: &mut Tx<'_>| erasure::erase(ctx, tx, &erasing, &erase);
    installed.store.write_blocking(means().ctx().with_key(key), erase).expect("erased");
    let rotated = rotation.rotate(&|_| {}).expect("it rotates").expect("nobody else does");
    assert_eq!((rotated.epoch, rotated.finals), (3, 1));
}
