use std::fmt::Write;

use waarborg_server::Claim;
use waarborg_web::http::Method;
use waarborg_web::{Audience, Route, Routes};

use crate::harness::{Answer, Running, app};

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
        (Audience::DataSubject | Audience::Party, status) => {
            status == 401 && answer.header("www-authenticate").is_some()
        }
    }
}

async fn knock(server: &Running, method: &Method, path: &str, caller: &Caller) -> Answer {
    let path = path.replace("{*page}", "requests/1").replace(['{', '}'], "");
    if method.is_safe() {
        return server.send(&format!("{method} {path} HTTP/1.1\r\n{}", caller.shows), "").await;
    }
    let kind = "content-type: application/x-www-form-urlencoded\r\n";
    server.send(&format!("{method} {path} HTTP/1.1\r\n{kind}{}", caller.shows), "a=b").await
}

/// The table of who can reach what, with what each caller got: the whole answer to "what is open?" on one page.
#[tokio::test]
async fn every_route_answers_every_caller_as_its_audience_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = || app().with_claim(Claim::of(folder.path()));
    let routes = whole().routes();
    let server = Running::start(whole()).await;
    let mut rows = Vec::new();
    for route in routes.iter() {
        let mut row = format!("{:26} {:4} {:12}", route.path(), route.method().as_str(), route.audience());
        for caller in &CALLERS {
            let answer = knock(&server, route.method(), route.path(), caller).await;
            assert!(
                is_right(route.audience(), route.method(), &answer, caller),
                "{route:?}, {}: {answer:?}",
                caller.name
            );
            write!(row, " {:>width$}", answer.status, width = caller.name.len()).expect("a string");
        }
        rows.push(row);
    }
    rows.sort_unstable();
    let callers = CALLERS.map(|caller| caller.name).join(" ");
    let table = format!("{:26} {:4} {:12} {callers}\n{}", "path", "", "audience", rows.join("\n"));
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("routes", table);
    });
}

#[tokio::test]
async fn a_route_for_somebody_never_runs_for_nobody() {
    let closed = [Audience::DataSubject, Audience::Staff, Audience::Party];
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
