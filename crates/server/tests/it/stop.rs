use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use waarborg_base::{Ctx, IdempotencyKey, ManualClock};
use waarborg_documents::version::{TOPIC_ANNOUNCE, in_force};
use waarborg_server::{At, Server};
use waarborg_store::outbox::{Handlers, Pace, Runner, count_jobs, enqueue};
use waarborg_store::{Engine, Store, Tx};
use waarborg_testkit::Bed;
use waarborg_web::{Audience, Route};

use crate::harness::{Answer, FREE, Running, app, entropy};
use crate::routes::site;

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

/// Promises work that takes the worker longer than the server runs.
async fn promise_work(store: &Store) {
    let promise = |ctx: &mut Ctx, tx: &mut Tx<'_>| -> Result<(), waarborg_documents::Error> {
        let body = in_force(tx)?.expect("a version is in force").id.to_string();
        for _ in 0..500 {
            let key = IdempotencyKey::from_bytes(ctx.bytes());
            enqueue(ctx, tx, TOPIC_ANNOUNCE, body.as_bytes(), key)?;
        }
        Ok(())
    };
    store.write(Ctx::for_test(2), promise).await.expect("stored");
}

#[tokio::test]
async fn stopping_leaves_no_job_half_done() {
    let bed = Bed::new(Engine::Sqlite);
    let site = site(&bed).await;
    promise_work(&bed.open()).await;
    let server = Server::bind(site.app(), FREE, 1, None).await.expect("port 0 is always free");
    Running::run(site.with_worker(server).expect("a thread")).stop().await;

    let store = bed.open();
    let waiting = store.read(count_jobs).await.expect("read").due;
    let clock = Arc::new(ManualClock::new(Ctx::for_test(1).now));
    let handlers = Handlers::new().on(TOPIC_ANNOUNCE, |_, _| Ok(()));
    let runner = Runner::new(store, clock, entropy(), handlers, Pace::default());
    let ran = tokio::task::spawn_blocking(move || runner.run_due()).await.expect("no panic").expect("run");
    assert_eq!(i64::try_from(ran), Ok(waiting), "whatever is not done can be done at once: nobody holds its lease");
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
    let told =
        format!("cannot listen on {}; stop what listens there, or name another address under [listen]", first.address);
    assert_eq!(refused.to_string(), told);
    let other = Server::bind(app(), At::Preferably(first.address), 1, None).await.expect("some port is free");
    assert_ne!(other.address(), first.address);
    assert!(other.address().ip().is_loopback());
}
