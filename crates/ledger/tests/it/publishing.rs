use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;

use http_body::Body as _;
use tower::ServiceExt as _;
use waarborg_base::SeededEntropy;
use waarborg_ledger::verify::{Finding, Source};
use waarborg_ledger::{Sink, routes};
use waarborg_testkit::{Bed, each_engine};
use waarborg_web::http::StatusCode;
use waarborg_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use waarborg_web::{Body, ClosedGate, Edge, Frame, Request, Shell};

use crate::scene::Scene;

/// A folder in memory.
#[derive(Clone, Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Sink for Files {
    fn file(&mut self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        assert!(self.0.insert(path.to_owned(), bytes.to_owned()).is_none(), "{path} is written once");
        Ok(())
    }
}

impl Source for Files {
    fn file(&mut self, path: &str) -> std::io::Result<Option<Vec<u8>>> {
        Ok(self.0.get(path).cloned())
    }
}

fn exported(scene: &Scene) -> Files {
    let ledger = scene.ledger.clone();
    let exported = scene.store.read_blocking(move |tx| {
        let mut files = Files::default();
        ledger.export(tx, &mut files)?;
        Ok::<_, waarborg_ledger::Error>(files)
    });
    exported.unwrap()
}

#[test]
fn an_exported_log_is_what_the_server_serves() {
    each_engine(|bed| {
        let scene = Scene::new(bed);
        scene.grow(0..600);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let edge = Edge::new(Shell::new(Frame::default()), ClosedGate, &mut SeededEntropy::new(1));
        let router = routes(&scene.ledger, &scene.store).into_router(&edge);
        let get = |path: &str| {
            let request = Request::get(format!("/ledger/{path}")).body(Body::empty()).unwrap();
            let response = runtime.block_on(router.clone().oneshot(request)).unwrap();
            let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            let (status, kind, kept) = (response.status(), header(CONTENT_TYPE), header(CACHE_CONTROL));
            let body = runtime.block_on(whole(response.into_body()));
            (status, kind.unwrap_or_default(), kept.unwrap_or_default(), body)
        };
        let files = exported(&scene);
        assert_eq!(files.0.len(), 3 + 3 + 1 + 2, "tiles, bundles, the tile above, key and checkpoint");
        for (path, bytes) in &files.0 {
            let (status, kind, kept, body) = get(path);
            assert_eq!((status, &body), (StatusCode::OK, bytes), "{path}");
            let tile = path.starts_with("tile/");
            assert_eq!(kind, if tile { "application/octet-stream" } else { "text/plain; charset=utf-8" }, "{path}");
            assert_eq!(kept.contains("immutable"), tile, "{path}: {kept}");
        }
        assert_eq!(get("tile/0/000.p/7").3, files.0["tile/0/000"][..7 * 32], "what was partial stays");
        for path in [
            "tile/0/002",
            "tile/0/002.p/89",
            "tile/0/003.p/1",
            "tile/1/000",
            "tile/00/000",
            "tile/entries/2",
            "tile/9/000",
            "checkpoint/cosigned",
        ] {
            assert_eq!(get(path).0, StatusCode::NOT_FOUND, "{path}");
        }
    });
}

async fn whole(body: Body) -> Vec<u8> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        bytes.extend_from_slice(&frame.unwrap().into_data().unwrap_or_default());
    }
    bytes
}

#[test]
fn an_exported_log_verifies_and_each_altered_file_is_found() {
    let scene = Scene::new(&Bed::new(waarborg_store::Engine::Sqlite));
    scene.grow(0..600);
    let files = exported(&scene);
    let verifier = scene.verifier().knowing(&scene.ledger.newest()).unwrap();
    let report = verifier.exported(&mut files.clone()).unwrap();
    assert_eq!((report.leaves, report.good_until, report.findings), (600, 600, vec![]));
    for (path, bytes) in &files.0 {
        if path == "key" {
            continue;
        }
        for place in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            let mut altered = files.clone();
            altered.0.get_mut(path).unwrap()[place] ^= 1;
            assert!(!verifier.exported(&mut altered).unwrap().is_good(), "byte {place} of {path}");
        }
        let mut without = files.clone();
        without.0.remove(path);
        assert!(!verifier.exported(&mut without).unwrap().is_good(), "without {path}");
    }
    let mut shorter = files.clone();
    let bundle = shorter.0.get_mut("tile/entries/001").unwrap();
    let cut = 2 + usize::from(u16::from_be_bytes([bundle[0], bundle[1]]));
    bundle.drain(..cut);
    assert_eq!(verifier.exported(&mut shorter).unwrap().findings, [Finding::Removed { position: 256 }]);
}
