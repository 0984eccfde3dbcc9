use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use waarborg_base::{Clock, Ctx, ManualClock, Timestamp};
use waarborg_server::{Claim, make_data_folder};

use crate::harness::{Running, app};

const MINUTE: i64 = 60_000_000;

fn later(moment: Timestamp, micros: i64) -> Timestamp {
    Timestamp::from_micros(moment.as_micros() + micros).expect("a moment in this century")
}

#[tokio::test]
async fn a_fresh_data_folder_is_ours_alone_and_never_holds_the_token() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("new/data");
    make_data_folder(&folder).expect("the parent can be written");
    assert_eq!(folder.metadata().expect("made").permissions().mode() & 0o777, 0o700);
    let offer = Claim::of(&folder).offer(&mut Ctx::for_test(1)).expect("the folder can be written");
    let link = offer.link("https://privacy.example");
    let token =
        link.strip_prefix("https://privacy.example/console/claim/").expect("the link begins with the public address");
    assert_eq!(token.len(), 64);
    let file = folder.join("claim.json");
    assert_eq!(file.metadata().expect("made").permissions().mode() & 0o777, 0o600);
    assert!(!std::fs::read_to_string(&file).expect("text").contains(token));
    assert!(!format!("{offer:?}").contains(token));
}

#[tokio::test]
async fn the_claim_link_opens_for_half_an_hour_and_only_the_newest_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let claim = Claim::of(folder.path());
    let (mut first, mut second) = (Ctx::for_test(1), Ctx::for_test(2));
    let start = first.now;
    let old = claim.offer(&mut first).expect("written").link("");
    let mut app = app().with_claim(claim.clone());
    let clock = Arc::new(ManualClock::new(start));
    app.clock = clock.clone();
    let server = Running::start(app).await;
    let page = server.get_with(&old, "accept: text/html\r\naccept-language: nl\r\n").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Neem Waarborg in gebruik") && page.text().contains("noindex"));
    assert_eq!(server.get(&old).await.status, 200, "looking does not use it up");
    assert_eq!(server.get(&old.to_uppercase().replace("/CONSOLE/CLAIM", "/console/claim")).await.status, 404);
    clock.set(later(start, 30 * MINUTE - 1));
    assert_eq!(server.get(&old).await.status, 200);
    clock.set(later(start, 30 * MINUTE));
    assert_eq!(server.get(&old).await.status, 404);
    clock.set(start);
    let new = claim.offer(&mut second).expect("written").link("");
    assert_eq!(
        (server.get(&new).await.status, server.get(&old).await.status),
        (200, 404),
        "a new link ends the old one"
    );
    assert!(clock.now() == start);
}

#[tokio::test]
async fn the_console_is_closed_and_says_how_it_opens() {
    let server = Running::start(app()).await;
    for path in ["/console", "/console/requests/1", "/console/claim/x/y"] {
        let page = server.get_with(path, "accept: text/html\r\naccept-language: nl\r\n").await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.text().contains("nog niet in gebruik"), "{path}");
        assert_eq!(server.get(path).await.json()["code"], "not-in-use");
    }
    assert_eq!(server.get("/console/claim/anything").await.status, 404, "without a claim there is no link");
}
