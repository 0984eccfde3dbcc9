use std::fs;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;
use waarborg_base::Ctx;

use super::*;

/// Two folders of a new installation.
fn folders() -> (TempDir, Vec<PathBuf>) {
    let home = tempfile::tempdir().expect("a folder");
    let folders: Vec<PathBuf> = ["here", "there"].iter().map(|name| home.path().join(name)).collect();
    Erasures::make(&folders).expect("made");
    (home, folders)
}

fn entry(number: u8) -> Entry {
    Entry { at: Ctx::for_test(1).now, erasure: [number; 16], key: [number + 100; 16] }
}

fn destroyed(folders: &[PathBuf]) -> Vec<u8> {
    let (_, found) = Erasures::open(folders).expect("opens");
    let mut keys: Vec<u8> = found.destroyed.iter().map(|key| key[0] - 100).collect();
    keys.sort_unstable();
    keys
}

fn refusal(folders: &[PathBuf]) -> String {
    Erasures::open(folders).err().expect("refused").to_string()
}

#[test]
fn what_was_recorded_is_there_at_the_next_start_in_each_folder() {
    let (_home, folders) = folders();
    let (outside, found) = Erasures::open(&folders).expect("opens");
    assert!(found.destroyed.is_empty() && found.completed.is_empty());
    outside.record(vec![entry(1), entry(2)]).expect("durable");
    outside.record(vec![entry(3)]).expect("durable");
    drop(outside);
    for folder in &folders {
        assert_eq!(destroyed(std::slice::from_ref(folder)), [1, 2, 3]);
    }
    let text = fs::read_to_string(folders[0].join(JOURNAL)).expect("text");
    assert_eq!(text.lines().count(), 4, "a head and a line for each: {text}");
}

#[test]
fn callers_who_wait_together_are_all_written_down() {
    let (_home, folders) = folders();
    let (outside, _) = Erasures::open(&folders).expect("opens");
    std::thread::scope(|scope| {
        for number in 0..50 {
            let outside = outside.clone();
            scope.spawn(move || outside.record(vec![entry(number)]).expect("durable"));
        }
    });
    drop(outside);
    assert_eq!(destroyed(&folders), (0..50).collect::<Vec<u8>>());
}

#[test]
fn a_last_line_without_its_end_goes_and_any_other_change_is_refused() {
    let (_home, folders) = folders();
    let (outside, _) = Erasures::open(&folders).expect("opens");
    outside.record(vec![entry(1), entry(2)]).expect("durable");
    drop(outside);
    let (only, file) = (&folders[..1], folders[0].join(JOURNAL));
    let whole = fs::read(&file).expect("there");
    let second =
        whole.len() - 1 - whole[..whole.len() - 1].iter().rev().position(|byte| *byte == b'\n').expect("lines");
    for cut in second..whole.len() {
        fs::write(&file, &whole[..cut]).expect("ours");
        assert_eq!(destroyed(only), [1], "cut at {cut}");
        assert_eq!(fs::read(&file).expect("there"), whole[..second], "and the file is whole again");
    }
    for at in 0..second {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&file, &flipped).expect("ours");
        assert!(refusal(only).contains("is not as it was written"), "flipped at {at}");
    }
    let head = whole.iter().position(|byte| *byte == b'\n').expect("a head") + 1;
    fs::write(&file, [&whole[..head], &whole[second..]].concat()).expect("ours");
    assert!(refusal(only).contains("erasures, line 2, is not as it was written"), "a line was taken out");
    fs::write(&file, "").expect("ours");
    assert!(refusal(only).contains("line 1"), "an empty file is no journal");
}

#[test]
fn a_folder_that_lacks_lines_gets_them_from_the_other() {
    let (_home, folders) = folders();
    let (outside, _) = Erasures::open(&folders).expect("opens");
    outside.record(vec![entry(1)]).expect("durable");
    Checkpoints::of(&folders).advance("a.example/ledger\n5\nroot=\n").expect("kept");
    drop(outside);
    fs::remove_dir_all(&folders[1]).expect("a disk is replaced");
    let (_, found) = Erasures::open(&folders).expect("opens");
    assert_eq!(found.completed, folders[1..]);
    assert_eq!(destroyed(&folders[1..]), [1]);
    assert_eq!(look(&folders[1]).expect("private"), (1, Some(5)));
}

#[test]
fn lost_folders_are_not_made_anew() {
    let (_home, folders) = folders();
    for folder in &folders {
        fs::remove_dir_all(folder).expect("lost");
    }
    assert!(refusal(&folders).contains("waarborg ledger recover"));
    assert!(!folders[0].exists());
}

#[test]
fn a_checkpoint_moves_forward_only() {
    let (_home, folders) = folders();
    let outside = Checkpoints::of(&folders);
    assert_eq!(outside.newest().expect("readable"), None);
    let note = |size: u64, root: &str| format!("a.example/ledger\n{size}\n{root}\n\n— a.example/ledger sig\n");
    outside.advance(&note(5, "five=")).expect("the first");
    outside.advance(&note(9, "nine=")).expect("newer");
    outside.advance(&note(7, "seven=")).expect("older changes nothing");
    assert_eq!(outside.newest().expect("readable"), Some(note(9, "nine=")));
    let fork = outside.advance(&note(9, "other=")).expect_err("another tree of the same size").to_string();
    assert!(fork.contains("differ at 9 leaves"), "{fork}");
    assert!(outside.advance("b.example/ledger\n10\nten=\n").is_err(), "another ledger");
}

#[test]
fn a_recovery_keeps_what_it_left_as_evidence() {
    let (_home, folders) = folders();
    let outside = Checkpoints::of(&folders);
    outside.advance("a.example/ledger\n9\nnine=\n").expect("kept");
    for _again in 0..2 {
        waarborg_ledger::Outside::replace(&outside, "a.example/ledger\n4\nfour=\n").expect("a recovery");
    }
    assert_eq!(outside.newest().expect("readable").as_deref(), Some("a.example/ledger\n4\nfour=\n"));
    for folder in &folders {
        let left = fs::read_to_string(folder.join("checkpoint-9-left")).expect("evidence");
        assert_eq!(left, "a.example/ledger\n9\nnine=\n");
    }
}

#[test]
fn others_may_neither_read_it_nor_keep_it_at_the_same_time() {
    let (_home, folders) = folders();
    let (outside, _) = Erasures::open(&folders).expect("opens");
    assert!(refusal(&folders).contains("erasures is in use by another Waarborg"));
    drop(outside);
    fs::set_permissions(folders[1].join(JOURNAL), fs::Permissions::from_mode(0o644)).expect("ours");
    assert!(refusal(&folders).contains("there/erasures can be reached by others (mode 644)"));
}

#[test]
fn a_journal_that_was_exchanged_takes_no_lines_and_no_more_are_trusted() {
    let (_home, folders) = folders();
    let (outside, _) = Erasures::open(&folders).expect("opens");
    fs::remove_file(folders[1].join(JOURNAL)).expect("ours");
    private::write(&folders[1].join(JOURNAL), b"other").expect("ours");
    let refused = outside.record(vec![entry(1)]).expect_err("nobody would find it");
    assert!(refused.to_string().contains("was exchanged while it was in use"), "{refused}");
    let refused = outside.record(vec![entry(2)]).expect_err("not before the next start");
    assert!(refused.to_string().contains("start Waarborg again"), "{refused}");
}
