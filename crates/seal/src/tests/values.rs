use std::fmt::Debug;

use super::*;
use crate::{Error, IndexKey, Pepper, RootKey, SuppressionKey, share::Share};

#[test]
fn what_is_sealed_opens_and_no_changed_or_cut_byte_does() {
    let (mut ctx, _, key) = ring_and_key();
    let place = email(ANNA);
    let sealed = key.seal(&mut ctx, &place, b"anna@example.org");
    assert_eq!(sealed.len(), 16 + 29);
    assert_eq!(*key.open(&place, &sealed).unwrap(), b"anna@example.org");

    let refused = || Error::DoesNotOpen { table: "vault_person".to_owned(), field: "contact.email".to_owned() };
    for (at, changed) in flips(&sealed) {
        assert_eq!(key.open(&place, &changed).err(), Some(refused()), "byte {at}");
    }
    for length in 0..sealed.len() {
        assert_eq!(key.open(&place, &sealed[..length]).err(), Some(refused()), "cut at {length}");
    }
    assert!(key.open(&place, &[&sealed[..], b"x"].concat()).is_err());
    assert!(PersonKey::generate(&mut ctx).open(&place, &sealed).is_err());
    assert_eq!(*key.open(&place, &key.seal(&mut ctx, &place, b"")).unwrap(), b"");
}

#[test]
fn a_byte_that_moves_from_one_coordinate_to_the_next_is_another_place() {
    let (mut ctx, _, key) = ring_and_key();
    let place = Place { table: "vault_ab", row: b"c", ..email(ANNA) };
    let sealed = key.seal(&mut ctx, &place, b"x");
    assert!(key.open(&Place { table: "vault_a", row: b"bc", ..place }, &sealed).is_err());
    let place = Place { table: "vault", field: "person.name", ..place };
    assert!(
        key.open(&Place { table: "vaultperson", field: ".name", ..place }, &key.seal(&mut ctx, &place, b"")).is_err()
    );
}

#[test]
fn equal_values_do_not_look_equal() {
    let (mut ctx, _, key) = ring_and_key();
    let place = email(ANNA);
    assert_ne!(key.seal(&mut ctx, &place, b"x"), key.seal(&mut ctx, &place, b"x"));
}

#[test]
fn a_seeded_context_gives_the_same_bytes_again() {
    let once = || {
        let (mut ctx, ring, key) = ring_and_key();
        (ring.wrap(&mut ctx, ANNA, &key), key.seal(&mut ctx, &email(ANNA), b"x"))
    };
    assert_eq!(once(), once());
}

#[test]
fn a_wrapped_key_opens_for_its_person_ring_and_epoch_only() {
    let (mut ctx, mut ring, key) = ring_and_key();
    let sealed = key.seal(&mut ctx, &email(ANNA), b"x");
    let wrapped = ring.wrap(&mut ctx, ANNA, &key);
    assert_eq!(wrapped.epoch, 1);
    let unwrapped = ring.unwrap(ANNA, 1, &wrapped.bytes).unwrap();
    assert_eq!(unwrapped.id(), key.id());
    assert_eq!(*unwrapped.open(&email(ANNA), &sealed).unwrap(), b"x");

    let refused = |epoch| Some(Error::WrappedKey { epoch });
    assert_eq!(ring.unwrap(BRAM, 1, &wrapped.bytes).err(), refused(1));
    assert_eq!(Ring::create(&mut ctx).unwrap(ANNA, 1, &wrapped.bytes).err(), refused(1));
    assert_eq!(ring.next_epoch(&mut ctx), 2);
    assert_eq!(ring.unwrap(ANNA, 2, &wrapped.bytes).err(), refused(2));
    for (at, changed) in flips(&wrapped.bytes) {
        assert_eq!(ring.unwrap(ANNA, 1, &changed).err(), refused(1), "byte {at}");
    }
    for length in 0..wrapped.bytes.len() {
        assert_eq!(ring.unwrap(ANNA, 1, &wrapped.bytes[..length]).err(), refused(1), "cut at {length}");
    }
}

#[test]
fn a_dropped_epoch_opens_nothing_any_more() {
    let (mut ctx, mut ring, key) = ring_and_key();
    let wrapped = ring.wrap(&mut ctx, ANNA, &key);
    assert_eq!(ring.drop_epoch(1), Err(Error::NewestEpoch { epoch: 1 }));
    ring.next_epoch(&mut ctx);
    let rewrapped = ring.wrap(&mut ctx, ANNA, &ring.unwrap(ANNA, 1, &wrapped.bytes).unwrap());
    ring.drop_epoch(1).unwrap();
    assert_eq!(ring.unwrap(ANNA, 1, &wrapped.bytes).err(), Some(Error::NoEpoch { epoch: 1 }));
    assert_eq!(ring.drop_epoch(1), Err(Error::NoEpoch { epoch: 1 }));
    assert_eq!(ring.unwrap(ANNA, rewrapped.epoch, &rewrapped.bytes).unwrap().id(), key.id());
    assert_eq!(ring.epochs().collect::<Vec<_>>(), [2]);
}

#[test]
fn terms_tell_equality_within_one_field_and_list_only() {
    let (mut ctx, ring, _) = ring_and_key();
    let term = |field, normal: &[u8]| ring.index().term(field, normal);
    assert_eq!(term("contact.email", b"anna@example.org"), term("contact.email", b"anna@example.org"));
    assert_ne!(term("contact.email", b"anna@example.org"), term("contact.email", b"bram@example.org"));
    assert_ne!(term("contact.email", b"anna@example.org"), term("login.email", b"anna@example.org"));
    assert_ne!(term("contact.email", b"x"), term("contact.emai", b"lx"), "field and value do not run together");
    assert_ne!(term("contact.email", b"x"), ring.suppression().term("contact.email", b"x"));
    assert_ne!(term("contact.email", b"x"), Ring::create(&mut ctx).index().term("contact.email", b"x"));
}

#[test]
fn a_trace_tag_names_its_segment_and_is_another_in_each() {
    let (mut ctx, _, key) = ring_and_key();
    let (one, two) = (key.trace_tag(1), key.trace_tag(0x0203_0405));
    assert_eq!((&one[..4], &two[..4]), (&[0, 0, 0, 1][..], &[2, 3, 4, 5][..]));
    assert_ne!(one[4..], two[4..]);
    assert_eq!(one, key.trace_tag(1));
    assert_ne!(one, PersonKey::generate(&mut ctx).trace_tag(1));
}

/// Compiles only while each of these has no `Debug`: with it, two implementations would fit.
#[test]
fn no_key_can_be_printed() {
    trait Silent<A> {
        fn is_silent() -> bool {
            true
        }
    }
    impl<T> Silent<()> for T {}
    struct Loud;
    impl<T: Debug> Silent<Loud> for T {}

    assert!(<PersonKey as Silent<_>>::is_silent() && <RootKey as Silent<_>>::is_silent());
    assert!(<Ring as Silent<_>>::is_silent() && <Share as Silent<_>>::is_silent());
    assert!(<IndexKey as Silent<_>>::is_silent() && <SuppressionKey as Silent<_>>::is_silent());
    assert!(<Pepper as Silent<_>>::is_silent() && <crate::secret::Secret as Silent<_>>::is_silent());
}
