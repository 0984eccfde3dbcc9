use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use waarborg_server::{At, Server};
use waarborg_web::{Audience, Route};

use crate::harness::{Answer, Running, app};

#[tokio::test]
async fn stopping_ends_the_answer_under_way_and_closes_the_store_after_it() {
    let (arrived, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let closed = Arc::new(AtomicBool::new(false));
    let (enter, leave, closed_yet) = (arrived.clone(), release.clone(), closed.clone());
    let slow = Route::get("/slow", Audience::Public, move || {
        let (enter, leave, closed_yet) = (enter.clone(), leave.clone(), closed_yet.clone());
        async move {
            enter.notify_one();
            leave.notified().await;
            if closed_yet.load(Ordering::SeqCst) { "too late" } else { "in time" }
        }
    });
    let closing = closed.clone();
    let app = app().with_room([slow].into_iter().collect()).with_closing(move || closing.store(true, Ordering::SeqCst));
    let server = Running::start(app).await;
    let address = server.address;
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("the server reads");
    arrived.notified().await;
    let stopped = server.stop();
    release.notify_one();
    // The connection was made to stay; it ends because the server does.
    assert_eq!(Answer::read(&mut stream).await.text(), "in time");
    stopped.await;
    assert!(closed.load(Ordering::SeqCst), "the store is closed last");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn stopping_does_not_wait_for_connections_that_ask_nothing() {
    let server = Running::start(app()).await;
    let mut idle = TcpStream::connect(server.address).await.expect("the server listens");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("the server reads");
    let silent = TcpStream::connect(server.address).await.expect("the server listens");
    assert_eq!(server.get("/healthz").await.status, 200);
    server.stop().await;
    assert_eq!(Answer::read(&mut idle).await.status, 200);
    drop(silent);
}

#[tokio::test]
async fn a_port_that_is_taken_is_left_for_a_free_one_only_where_that_was_asked() {
    let first = Running::start(app()).await;
    let refused = Server::bind(app(), At::Exactly(first.address), 1, None).await.err().expect("the port is taken");
    assert_eq!(refused.to_string(), format!("cannot listen on {}", first.address));
    let other = Server::bind(app(), At::Preferably(first.address), 1, None).await.expect("some port is free");
    assert_ne!(other.address(), first.address);
    assert!(other.address().ip().is_loopback());
}
