//! The asynchronous edge of the synchronous core.

use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};
use waarborg_store::Error;
use waarborg_testkit::each_engine;

use crate::note::{ctx, insert, list, open, stored};

fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

#[test]
fn an_async_caller_waits_without_holding_its_thread() {
    each_engine(|bed| {
        let store = open(bed);
        let seen = runtime().block_on(async {
            // One thread drives both: the first can only end when the second is sent.
            let (let_go, may_go) = mpsc::channel::<()>();
            let first = store.read(move |tx| {
                may_go.recv().unwrap();
                list(tx)
            });
            let second = async {
                let written = store.write(ctx(1), |_, tx| insert(tx, 1)).await;
                let_go.send(()).unwrap();
                written
            };
            let (first, second) = tokio::join!(first, second);
            second.unwrap();
            first.unwrap()
        });
        assert_eq!(stored(&store), [1]);
        assert!(seen.len() <= 1, "the read saw the moment it began, before or after the write: {seen:?}");
    });
}

#[test]
fn a_caller_that_goes_away_does_not_undo_its_change() {
    each_engine(|bed| {
        let store = open(bed);
        let (let_go, may_go) = mpsc::channel::<()>();
        runtime().block_on(async {
            let waiting = store.write(ctx(1), move |_, tx| {
                may_go.recv().unwrap();
                insert(tx, 1)
            });
            // Polled once, so that it is sent, and then dropped.
            tokio::select! {
                biased;
                _ = waiting => panic!("it cannot be done yet"),
                () = std::future::ready(()) => {}
            }
        });
        let_go.send(()).unwrap();
        store.close();
        assert_eq!(stored(&open(bed)), [1], "closing finishes what waits");
    });
}

#[test]
fn the_error_of_a_room_comes_back_as_it_is() {
    #[derive(Debug, PartialEq)]
    enum Refused {
        TooLate,
        Store,
    }
    impl From<Error> for Refused {
        fn from(_: Error) -> Self {
            Self::Store
        }
    }
    each_engine(|bed| {
        let store = open(bed);
        let late: Result<(), Refused> = store.write_blocking(ctx(1), |_, _| Err(Refused::TooLate));
        assert_eq!(late, Err(Refused::TooLate));
        let twice: Result<(), Refused> = store.write_blocking(ctx(1), |_, tx| {
            insert(tx, 1)?;
            Ok(insert(tx, 1)?)
        });
        assert_eq!(twice, Err(Refused::Store));
    });
}
