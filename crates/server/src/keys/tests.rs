use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;

fn nobody() -> std::io::Result<Zeroizing<String>> {
    Err(std::io::ErrorKind::NotFound.into())
}

const EDGE: Edge<'static> = Edge { credentials: None, ask: &nobody };

fn settings(home: &Path) -> Keys {
    Keys {
        folder: home.join("keys"),
        root: RootSource::File(home.join("root.key")),
        passphrase: None,
        rotate_every: Duration::from_hours(24),
    }
}

/// A folder with the keys of a new installation.
fn made() -> (TempDir, Keys) {
    let home = tempfile::tempdir().expect("a folder");
    let settings = settings(home.path());
    make(&mut Ctx::for_test(1), &settings, &EDGE, None).expect("made");
    (home, settings)
}

/// The whole chain of a refusal, as the operator reads it.
fn refusal(settings: &Keys) -> String {
    let error = open(settings, &EDGE).err().expect("refused");
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    format!("{error}: {cause}")
}

#[test]
fn what_was_made_opens_and_is_private() {
    let (_home, settings) = made();
    let opened = open(&settings, &EDGE).expect("opens");
    assert_eq!(opened.ring.newest_epoch(), 1);
    let names = crate::private::names(&settings.folder).expect("a folder");
    assert_eq!(names, ["epoch-0000000001.key", "index.key", "ledger.key", "pepper.key", "rotation", "suppression.key"]);
    for name in names {
        let mode = fs::metadata(settings.folder.join(name)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(fs::metadata(&settings.folder).expect("there").permissions().mode() & 0o777, 0o700);
}

#[test]
fn each_file_that_is_missing_cut_altered_or_renamed_is_refused_by_its_name() {
    let (_home, settings) = made();
    for name in KeyFolder::at(&settings.folder).names().expect("a folder") {
        let path = settings.folder.join(&name);
        let whole = fs::read(&path).expect("there");
        fs::remove_file(&path).expect("ours");
        let expected = if name.starts_with("epoch") { "epoch-*.key" } else { &name };
        assert!(refusal(&settings).contains(&format!("`{expected}` is not there")), "{}", refusal(&settings));
        crate::private::write(&path, &whole[..whole.len() - 1]).expect("ours");
        assert!(refusal(&settings).contains(&format!("`{name}` has")), "{}", refusal(&settings));
        let mut flipped = whole.clone();
        flipped[70] ^= 1;
        crate::private::write(&path, &flipped).expect("ours");
        assert!(refusal(&settings).contains(&format!("`{name}` was altered")), "{}", refusal(&settings));
        crate::private::write(&path, &whole).expect("ours");
        fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("ours");
        assert!(refusal(&settings).contains(&format!("{name} can be reached by others")), "{}", refusal(&settings));
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("ours");
    }
    let (index, pepper) = (settings.folder.join("index.key"), settings.folder.join("pepper.key"));
    let aside = settings.folder.join("aside");
    for (from, to) in [(&index, &aside), (&pepper, &index), (&aside, &pepper)] {
        fs::rename(from, to).expect("ours");
    }
    assert!(refusal(&settings).contains("the two were swapped"), "{}", refusal(&settings));
}

#[test]
fn what_does_not_belong_in_the_folder_is_refused_by_its_name() {
    let (_home, settings) = made();
    crate::private::write(&settings.folder.join("notes.txt"), b"to do").expect("ours");
    assert!(refusal(&settings).contains("`notes.txt` is not a key file"), "{}", refusal(&settings));
    fs::remove_file(settings.folder.join("notes.txt")).expect("ours");
    let (_other_home, other) = {
        let home = tempfile::tempdir().expect("a folder");
        let settings = self::settings(home.path());
        make(&mut Ctx::for_test(2), &settings, &EDGE, None).expect("made");
        (home, settings)
    };
    let theirs = fs::read(other.folder.join("pepper.key")).expect("there");
    let ours = fs::read(settings.folder.join("pepper.key")).expect("there");
    crate::private::write(&settings.folder.join("pepper.key"), &theirs).expect("ours");
    assert!(refusal(&settings).contains("`pepper.key` belongs to key ring"), "{}", refusal(&settings));
    crate::private::write(&settings.folder.join("pepper.key"), &ours).expect("ours");
    let foreign = Keys { root: other.root.clone(), ..settings.clone() };
    assert!(refusal(&foreign).contains("was sealed under root key"), "{}", refusal(&foreign));
}

#[test]
fn a_lost_or_torn_root_key_is_named_and_not_made_anew() {
    let (home, settings) = made();
    let path = home.path().join("root.key");
    let whole = fs::read(&path).expect("there");
    crate::private::write(&path, &whole[..whole.len() - 9]).expect("ours");
    assert!(refusal(&settings).contains("root.key does not give the root key"), "{}", refusal(&settings));
    fs::remove_file(&path).expect("ours");
    assert!(refusal(&settings).contains("root.key is not there") && refusal(&settings).contains("keys join"));
    assert!(!path.exists());
}

#[test]
fn keys_are_never_written_over() {
    let (home, settings) = made();
    let before = fs::read(settings.folder.join("index.key")).expect("there");
    let again = make(&mut Ctx::for_test(3), &settings, &EDGE, None);
    assert!(again.err().expect("refused").to_string().contains("keys is already there"));
    assert_eq!(fs::read(settings.folder.join("index.key")).expect("there"), before);
    let root = root::write(&settings, &mut Ctx::for_test(3), &RootKey::generate(&mut Ctx::for_test(3)), None);
    assert!(root.expect_err("refused").to_string().contains("root.key is already there"));
    drop(home);
}

#[test]
fn a_root_key_that_was_there_first_is_used() {
    let home = tempfile::tempdir().expect("a folder");
    let settings = settings(home.path());
    let key = RootKey::generate(&mut Ctx::for_test(4));
    root::write(&settings, &mut Ctx::for_test(5), &key, None).expect("written");
    assert!(!make(&mut Ctx::for_test(6), &settings, &EDGE, None).expect("made").root);
    assert_eq!(open(&settings, &EDGE).expect("opens").root.id(), key.id());
}

#[test]
fn a_root_key_and_its_passphrase_can_be_credentials() {
    let home = tempfile::tempdir().expect("a folder");
    let mut settings = settings(home.path());
    let words = || Ok(Zeroizing::new("vier woorden zonder verband\n".to_owned()));
    let passphrase = SecretString::from("vier woorden zonder verband");
    let asked = Edge { credentials: None, ask: &words };
    make(&mut Ctx::for_test(7), &settings, &asked, Some(&passphrase)).expect("made");
    open(&settings, &asked).expect("opens with what was typed");
    assert!(refusal(&settings).contains("nobody can be asked"));
    let wrong = Edge { credentials: None, ask: &|| Ok(Zeroizing::new("iets heel anders\n".to_owned())) };
    assert!(open(&settings, &wrong).is_err());
    settings.passphrase = Some("words".into());
    settings.root = RootSource::Credential("root".into());
    assert!(refusal(&settings).contains("names the credential root, and systemd handed over none"));
    let credentials = home.path().join("credentials");
    fs::create_dir(&credentials).expect("made");
    fs::rename(home.path().join("root.key"), credentials.join("root")).expect("ours");
    fs::write(credentials.join("words"), "vier woorden zonder verband\n").expect("written");
    let handed = Edge { credentials: Some(&credentials), ask: &nobody };
    open(&settings, &handed).expect("opens with what was handed over");
}

#[test]
fn only_one_has_the_turn_to_rotate() {
    let (_home, settings) = made();
    let folder = KeyFolder::at(&settings.folder);
    let turn = folder.turn().expect("possible").expect("free");
    assert!(folder.turn().expect("possible").is_none());
    drop(turn);
    assert!(folder.turn().expect("possible").is_some());
    open(&settings, &EDGE).expect("the lock's file is no key file");
}
