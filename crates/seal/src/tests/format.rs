use waarborg_base::Digest;

use super::*;
use crate::{FileSealer, RootKey, share};

/// What version 1 writes must be readable by every later version: a change here is a new version, beside this one.
#[test]
fn version_1_writes_these_bytes() {
    let (mut ctx, ring, key) = ring_and_key();
    let root = RootKey::generate(&mut ctx);
    let check = |what: &str, bytes: &[u8], expected: &str| {
        assert_eq!(&Digest::of(bytes).to_string()[..16], expected, "{what}");
    };
    check("key id", key.id().as_bytes(), "7da2618d58c79c29");
    check("value", &key.seal(&mut ctx, &email(ANNA), b"anna@example.org"), "057044dc93994590");
    check("wrapped key", &ring.wrap(&mut ctx, ANNA, &key).bytes, "8c16019cb3af8f5f");
    check("trace tag", &key.trace_tag(7), "7dbba394c2794e7f");
    check("term", &ring.index().term("contact.email", b"anna@example.org"), "2d70c97da5753384");
    check("suppression term", &ring.suppression().term("contact.email", b"anna@example.org"), "b529e012e56349e7");
    check(
        "key files",
        &ring.files(&mut ctx, &root).unwrap().into_iter().flat_map(|file| file.1).collect::<Vec<_>>(),
        "6875d39b8b46da4c",
    );
    check("root file", root.to_file().as_bytes(), "e3683a4a1bdca8ae");
    let share = share::split(&mut ctx, &root, 2, 3).unwrap().remove(2);
    check("share", share.to_line().as_bytes(), "5ed201c609b327a1");
    let (mut sealer, mut sealed) = (FileSealer::new(&mut ctx, &key, &email(ANNA)), Vec::new());
    sealer.push(&vec![7; 70_000], &mut sealed).unwrap();
    sealer.finish(&mut sealed).unwrap();
    check("file", &sealed, "550aa0d0a966affc");
}
