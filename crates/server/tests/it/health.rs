use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use waarborg_server::Check;

use crate::harness::{Running, app};

#[tokio::test]
async fn ready_says_which_check_fails_and_alive_does_not_care() {
    let database = Arc::new(AtomicBool::new(true));
    let asked = database.clone();
    let app = app().with_check(Check::new("protocol", || ready(true)));
    let server =
        Running::start(app.with_check(Check::new("database", move || ready(asked.load(Ordering::SeqCst))))).await;
    let good = server.get("/readyz").await;
    assert_eq!((good.status, good.text()), (200, r#"{"ready":true,"checks":{"protocol":"ok","database":"ok"}}"#));
    database.store(false, Ordering::SeqCst);
    let bad = server.get_with("/readyz", "accept: text/html\r\n").await;
    assert_eq!((bad.status, bad.text()), (503, r#"{"ready":false,"checks":{"protocol":"ok","database":"failing"}}"#));
    assert_eq!(server.get("/healthz").await.text(), "alive\n");
}
