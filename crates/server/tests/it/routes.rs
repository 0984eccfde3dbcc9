use std::fmt::Write;
use std::sync::Arc;

use waarborg_base::{Ctx, ManualClock};
use waarborg_documents::version;
use waarborg_protocol::load;
use waarborg_server::{Claim, Site};
use waarborg_store::{Engine, Tx};
use waarborg_testkit::Bed;
use waarborg_web::http::Method;
use waarborg_web::{Audience, Route, Routes};

use crate::api::house::House;
use crate::harness::{Answer, Running, app, entropy, ledger};

/// Somebody at the door, and what they show.
struct Caller {
    name: &'static str,
    shows: &'static str,
}

const CALLERS: [Caller; 5] = [
    Caller { name: "anonymous", shows: "" },
    Caller {
        name: "forged cookies",
        shows: "cookie: __Host-session=0123456789abcdef; __Host-form=00; session=admin\r\n",
    },
    Caller { name: "forged bearer", shows: "authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.\r\n" },
    Caller { name: "basic admin", shows: "authorization: Basic YWRtaW46YWRtaW4=\r\nx-forwarded-for: 127.0.0.1\r\n" },
    Caller { name: "other site", shows: "origin: https://evil.example\r\nsec-fetch-site: cross-site\r\n" },
];

/// What somebody who is nobody may be answered: nothing behind a closed door, whatever they show.
fn is_right(audience: Audience, method: &Method, answer: &Answer, caller: &Caller) -> bool {
    match (audience, answer.status) {
        (Audience::Public, status) if !method.is_safe() => {
            let code = if caller.name == "other site" { "other-site" } else { "stale-form" };
            status == 403 && answer.json()["code"] == code
        }
        (Audience::Public | Audience::Operator, status) => status < 500 && status != 401 && status != 403,
        (Audience::LinkHolder, status) => status == 404,
        (Audience::Staff, status) => status == 403,
        (Audience::DataSubject | Audience::Party | Audience::Client, status) => {
            status == 401 && answer.header("www-authenticate").is_some()
        }
    }
}

async fn knock(server: &Running, method: &Method, path: &str, caller: &Caller) -> Answer {
    let path =
        path.replace("{*page}", "requests/1").replace("{number}", "1").replace("{to}", "1").replace(['{', '}'], "");
    if method.is_safe() {
        return server.send(&format!("{method} {path} HTTP/1.1\r\n{}", caller.shows), "").await;
    }
    let kind = "content-type: application/x-www-form-urlencoded\r\n";
    server.send(&format!("{method} {path} HTTP/1.1\r\n{kind}{}", caller.shows), "a=b").await
}

/// A site with every room on it, and a protocol in force.
pub(crate) async fn site(bed: &Bed) -> Site {
    let text = "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"nl\", \"en\"]\n\
        [statement]\nversion = \"1\"\neffective_on = 2026-01-01\n[purpose.news]\nname = \"News\"\n";
    let loaded = load(&vec![("protocol.toml".to_owned(), text.to_owned())], "protocol.toml");
    let (store, ctx) = (bed.open(), Ctx::for_test(1));
    let (clock, ledger) = (Arc::new(ManualClock::new(ctx.now)), ledger(&store));
    let apply = move |ctx: &mut Ctx, tx: &mut Tx<'_>| version::apply(ctx, tx, &ledger, &loaded);
    store.write(ctx, apply).await.expect("a protocol that can run");
    Site::open(store, "https://privacy.example", true, clock, entropy()).await.expect("a version in force")
}

/// The table of who can reach what, with what each caller got: the whole answer to "what is open?" on one page. What stands on
/// the counters' address is in `counters.rs`.
#[tokio::test]
async fn every_route_answers_every_caller_as_its_audience_says() {
    let (folder, bed) = (tempfile::tempdir().expect("a folder"), Bed::new(Engine::Sqlite));
    let house = House::open(&bed).await;
    let whole = || house.app().with_claim(Claim::of(folder.path()));
    let routes = whole().routes();
    let server = Running::start(whole()).await;
    let mut rows = Vec::new();
    for route in routes.iter() {
        let mut row = format!("{:44} {:4} {:12}", route.path(), route.method().as_str(), route.audience());
        for caller in &CALLERS {
            let answer = knock(&server, route.method(), route.path(), caller).await;
            assert!(
                is_right(route.audience(), route.method(), &answer, caller),
                "{route:?}, {}: {answer:?}",
                caller.name
            );
            let guarded = ["strict-transport-security", "content-security-policy", "x-content-type-options"];
            assert!(guarded.iter().all(|name| answer.header(name).is_some()), "{route:?}: {:?}", answer.headers);
            write!(row, " {:>width$}", answer.status, width = caller.name.len()).expect("a string");
        }
        rows.push(row);
    }
    rows.sort_unstable();
    let callers = CALLERS.map(|caller| caller.name).join(" ");
    let table = format!("{:44} {:4} {:12} {callers}\n{}", "path", "", "audience", rows.join("\n"));
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("routes", table);
    });
}

#[tokio::test]
async fn a_route_for_somebody_never_runs_for_nobody() {
    let closed = [Audience::DataSubject, Audience::Staff, Audience::Party, Audience::Client];
    let routes: Routes = closed
        .into_iter()
        .flat_map(|audience| {
            let path = format!("/for/{}", audience.as_str().replace(' ', "-"));
            let run = async || -> &'static str { panic!("the gate let somebody through") };
            [Route::get(path.clone(), audience, run), Route::post(path, audience, run)]
        })
        .collect();
    let knocks: Vec<(Method, String, Audience)> =
        routes.iter().map(|route| (route.method().clone(), route.path().to_owned(), route.audience())).collect();
    let server = Running::start(app().with_room(routes)).await;
    for (method, path, audience) in &knocks {
        for caller in &CALLERS {
            let answer = knock(&server, method, path, caller).await;
            assert!(is_right(*audience, method, &answer, caller), "{method} {path}, {}: {answer:?}", caller.name);
        }
    }
}
