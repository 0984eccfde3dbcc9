use proptest::prelude::*;

use super::*;

fn three_of_five() -> (Ctx, RootKey, Vec<Share>) {
    let mut ctx = Ctx::for_test(1);
    let root = RootKey::generate(&mut ctx);
    let shares = split(&mut ctx, &root, 3, 5).unwrap();
    (ctx, root, shares)
}

fn copy(share: &Share) -> Share {
    Share::parse(&share.to_line()).unwrap()
}

fn pick(shares: &[Share], numbers: &[u8]) -> Vec<Share> {
    numbers.iter().map(|number| copy(&shares[usize::from(*number) - 1])).collect()
}

proptest! {
    #[test]
    fn any_as_many_as_are_needed_give_the_root_key_back(
        seed: u64, (needed, all) in (2..=MOST).prop_flat_map(|all| (2..=all, Just(all))),
        order in Just((1..=MOST).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut ctx = Ctx::for_test(seed);
        let root = RootKey::generate(&mut ctx);
        let shares = split(&mut ctx, &root, needed, all).unwrap();
        let mut chosen = pick(&shares, &order.into_iter().filter(|number| *number <= all).collect::<Vec<_>>());
        chosen.truncate(usize::from(needed));
        prop_assert_eq!(*join(&chosen).unwrap().secret().expose(), *root.secret().expose());
        chosen.pop();
        prop_assert_eq!(join(&chosen).err(), Some(Error::TooFewShares { needed, given: chosen.len() }));
    }
}

/// Also when somebody makes the shares say that fewer are needed.
#[test]
fn fewer_than_needed_never_give_the_root_key() {
    let (_, root, shares) = three_of_five();
    for (one, two) in (1..=5).flat_map(|one| (1..one).map(move |two| (one, two))) {
        let mut pair = pick(&shares, &[one, two]);
        for share in &mut pair {
            share.needed = 2;
        }
        assert_eq!(join(&pair).err(), Some(Error::SharesDisagree { root: root.id() }));
        let points: Vec<_> = pair.iter().map(|share| (share.number, &*share.value)).collect();
        assert_ne!(*field::at_zero(&points), *root.secret().expose());
    }
}

/// For each value that one byte of the key could have, there is a third share that gives it: two shares leave all of them
/// possible.
#[test]
fn one_share_less_leaves_every_key_possible() {
    let (_, _, shares) = three_of_five();
    let mut seen = std::collections::BTreeSet::new();
    for byte in 0..=255 {
        let third = [byte; 32];
        seen.insert(field::at_zero(&[(1, &*shares[0].value), (2, &*shares[1].value), (3, &third)])[0]);
    }
    assert_eq!(seen.len(), 256);
}

#[test]
fn a_foreign_repeated_or_wrong_share_is_named() {
    let (mut ctx, root, shares) = three_of_five();
    let again = split(&mut ctx, &root, 3, 5).unwrap();
    let mut mixed = pick(&shares, &[1, 2]);
    mixed.push(copy(&again[3]));
    assert!(matches!(join(&mixed).err(), Some(Error::ForeignShare { number: 4, .. })), "of the same key, split again");
    assert_eq!(join(&pick(&shares, &[1, 4, 4])).err(), Some(Error::RepeatedShare { number: 4 }));
    assert_eq!(join(&[]).err(), Some(Error::TooFewShares { needed: 2, given: 0 }));

    let mut wrong = pick(&shares, &[5, 2, 3]);
    wrong[1].value[0] ^= 1;
    assert_eq!(join(&wrong).err(), Some(Error::SharesDisagree { root: root.id() }));
    for at in 0..4 {
        let mut wrong = pick(&shares, &[5, 2, 3, 1]);
        wrong[at].value[31] ^= 0x80;
        match join(&wrong) {
            Err(error) => assert_eq!(error, Error::WrongShare { number: [5, 2, 3, 1][at] }),
            Ok(joined) => assert!(at == 3 && joined.id() == root.id(), "only one that is not needed may be wrong"),
        }
    }
}

#[test]
fn a_mistyped_share_is_refused() {
    let (_, _, shares) = three_of_five();
    let line = shares[0].to_line();
    for at in 0..line.trim_end().len() {
        for typed in ["0", "a", "=", " "].into_iter().filter(|typed| !line[at..].starts_with(*typed)) {
            let typo = [&line[..at], typed, &line[at + 1..]].concat();
            assert!(Share::parse(&typo).is_err(), "{typo}");
        }
        assert!(Share::parse(&[&line[..at], &line[at + 1..]].concat()).is_err(), "without character {at}");
    }
    let untidy = format!("  {}\r\n", line.to_uppercase().replace(' ', "\n   "));
    assert_eq!(Share::parse(&untidy).unwrap().to_line(), line);
    assert_eq!(
        Share::parse("waarborg-share-1").err(),
        Some(Error::ShareLine { fault: LineFault::Word { word: "check" } })
    );
}

#[test]
fn numbers_of_shares_that_make_no_sense_are_refused() {
    let (mut ctx, root, _) = three_of_five();
    for (needed, all) in [(0, 3), (1, 3), (4, 3), (2, MOST + 1), (2, 0)] {
        assert_eq!(split(&mut ctx, &root, needed, all).err(), Some(Error::ShareCount { needed, all, most: MOST }));
    }
}
