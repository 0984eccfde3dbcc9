use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use waarborg_server::{App, Patience};
use waarborg_web::{Audience, Bytes, Limits, Route};

use crate::harness::{Answer, Running, app, ask};

const SOON: Duration = Duration::from_millis(50);
const NEVER: Duration = Duration::from_hours(1);

/// An app that is patient with everything; a test takes away the patience it is about.
fn patient() -> App {
    let mut app = app();
    app.patience = Patience { head: NEVER, write: NEVER };
    app.limits = Limits { answer_within: NEVER, ..Limits::default() };
    app
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_question_is_let_go() {
    let mut app = patient();
    app.patience.head = SOON;
    let server = Running::start(app).await;
    for sent in ["", "GET /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: a"] {
        let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
        stream.write_all(sent.as_bytes()).await.expect("the server reads");
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.expect("the server closes");
        assert!(!rest.starts_with(b"HTTP/1.1 200"), "{sent}");
    }
    assert_eq!(server.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_connection_that_asks_nothing_more_is_let_go() {
    let mut app = patient();
    app.patience.head = SOON;
    let server = Running::start(app).await;
    let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("the server reads");
    assert_eq!(Answer::read(&mut stream).await.text(), "alive\n");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_and_a_handler_that_does_not_end_get_an_answer() {
    let mut app = patient();
    app.limits.answer_within = SOON;
    let stuck = Route::get("/stuck", Audience::Public, async || std::future::pending::<&'static str>().await);
    let read = Route::post("/read", Audience::Public, async |body: Bytes| body.len().to_string());
    let server = Running::start(app.with_room([stuck, read].into_iter().collect())).await;
    let stuck = server.get("/stuck").await;
    assert_eq!((stuck.status, stuck.json()["code"].as_str()), (503, Some("took-too-long")));
    let partial = ask(server.address, "POST /read HTTP/1.1\r\ncontent-length: 10\r\n", "").await;
    assert_eq!(partial.status, 503);
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_let_go() {
    let mut app = patient();
    app.patience.write = SOON;
    let large = Route::get("/large", Audience::Public, async || vec![b'x'; 64 * 1024 * 1024]);
    let server = Running::start_with(app.with_room([large].into_iter().collect()), 1, false).await;
    let mut greedy = TcpStream::connect(server.address).await.expect("the server listens");
    greedy.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("the server reads");
    // There is one place only, so this is answered once the first has lost it.
    assert_eq!(server.get("/healthz").await.status, 200);
    let mut taken = Vec::new();
    let _ = greedy.read_to_end(&mut taken).await;
    assert!(taken.len() < 64 * 1024 * 1024, "{}", taken.len());
}

#[tokio::test]
async fn no_more_connections_are_served_at_once_than_there_are_places() {
    let (arrived, release, marks) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
    let (enter, leave, count) = (arrived.clone(), release.clone(), marks.clone());
    let hold = Route::get("/hold", Audience::Public, move || {
        let (enter, leave) = (enter.clone(), leave.clone());
        async move {
            enter.notify_one();
            leave.notified().await;
        }
    });
    let mark = Route::get("/mark", Audience::Public, move || {
        count.fetch_add(1, Ordering::SeqCst);
        std::future::ready("marked")
    });
    let server = Running::start_with(patient().with_room([hold, mark].into_iter().collect()), 1, true).await;
    let address = server.address;
    let first = tokio::spawn(async move { ask(address, "GET /hold HTTP/1.1\r\n", "").await });
    arrived.notified().await;
    let second = tokio::spawn(async move { ask(address, "GET /mark HTTP/1.1\r\n", "").await });
    // The other address has places of its own; going there a few times gives the second every chance to slip through.
    for _ in 0..20 {
        assert_eq!(ask(server.counters.expect("asked for"), "GET /healthz HTTP/1.1\r\n", "").await.status, 200);
    }
    assert_eq!(marks.load(Ordering::SeqCst), 0, "the second waits");
    release.notify_one();
    assert_eq!(first.await.expect("no panic").status, 200);
    assert_eq!(second.await.expect("no panic").text(), "marked");
}

#[tokio::test]
async fn a_head_that_is_too_large_or_no_http_is_refused_without_a_handler() {
    let server = Running::start(app()).await;
    let large = server.get_with("/healthz", &format!("x-large: {}\r\n", "a".repeat(40 * 1024))).await;
    assert_eq!(large.status, 431);
    let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
    stream.write_all(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n").await.expect("the server reads");
    assert_eq!(Answer::read(&mut stream).await.status, 400);
    assert_eq!(server.get("/healthz").await.status, 200);
}
