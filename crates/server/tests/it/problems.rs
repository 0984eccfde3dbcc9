use waarborg_base::Kind;
use waarborg_web::{Audience, Catalogue, Path, Problem, Query, Route, Routes};

use crate::harness::{Running, app};

static WORDS: Catalogue =
    Catalogue::new("versie-onbekend = Deze versie is er niet.", "versie-onbekend = There is no such version.");

/// Handlers that fail in every way a handler can.
fn failing() -> Routes {
    let kinds = [
        ("invalid", Kind::Invalid),
        ("unauthenticated", Kind::Unauthenticated),
        ("forbidden", Kind::Forbidden),
        ("not-found", Kind::NotFound),
        ("conflict", Kind::Conflict),
        ("gone", Kind::Gone),
        ("limited", Kind::Limited),
        ("unavailable", Kind::Unavailable),
        ("internal", Kind::Internal),
    ];
    let kinds = kinds
        .map(|(name, kind)| Route::get(format!("/fails/{name}"), Audience::Public, async move || Problem::of(kind)));
    let told = async || Problem::of(Kind::NotFound).told(&WORDS, "versie-onbekend");
    let number = async |Path(number): Path<u8>| number.to_string();
    let query = async |Query(numbers): Query<Vec<(String, u8)>>| numbers.len().to_string();
    kinds
        .into_iter()
        .chain([
            Route::get("/fails/told", Audience::Public, told),
            Route::get("/fails/panic", Audience::Public, async || -> &'static str { panic!("geheim@example.nl") }),
            Route::get("/fails/number/{number}", Audience::Public, number),
            Route::get("/fails/query", Audience::Public, query),
        ])
        .collect()
}

#[tokio::test]
async fn every_kind_of_failure_has_its_status_and_its_stable_code() {
    let server = Running::start(app().with_room(failing())).await;
    let check = async |path: &str, status: u16, code: &str| {
        let answer = server.get(path).await;
        let problem = answer.json();
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some("application/problem+json")),
            "{path}"
        );
        assert_eq!((&problem["status"], &problem["code"]), (&status.into(), &code.into()), "{path}");
        assert_eq!(problem["type"], "about:blank");
        for member in ["title", "detail", "reference"] {
            assert!(
                problem[member].as_str().is_some_and(|text| text.len() > 3 && !text.contains('⟦')),
                "{path} {member}"
            );
        }
    };
    check("/fails/invalid", 400, "bad-request").await;
    check("/fails/unauthenticated", 401, "sign-in-first").await;
    check("/fails/forbidden", 403, "not-allowed").await;
    check("/fails/not-found", 404, "not-found").await;
    check("/fails/conflict", 409, "conflict").await;
    check("/fails/gone", 410, "gone").await;
    check("/fails/limited", 429, "too-many").await;
    check("/fails/unavailable", 503, "unavailable").await;
    check("/fails/internal", 500, "internal").await;
    check("/fails/told", 404, "versie-onbekend").await;
    check("/fails/panic", 500, "internal").await;
    check("/fails/number/many", 400, "bad-request").await;
    check("/fails/query?a=b", 400, "bad-request").await;
    check("/nowhere", 404, "not-found").await;
}

#[tokio::test]
async fn a_person_gets_a_page_in_their_language_and_a_program_gets_data() {
    let server = Running::start(app().with_room(failing())).await;
    let person = "accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
    let page = server.get_with("/fails/told", &format!("{person}accept-language: en\r\n")).await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains("<html lang=\"en\">"));
    assert!(page.text().contains("<title>Page not found – Voorbeeld B.V.</title>"));
    assert!(page.text().contains("There is no such version."));
    assert!(page.text().contains("<meta name=\"robots\" content=\"noindex\">"));
    let page = server.get_with("/nl/niets", person).await;
    assert!(page.text().contains("Pagina niet gevonden"));
    let data = server.get_with("/fails/told", "accept: application/json\r\naccept-language: nl\r\n").await;
    assert_eq!(data.json()["detail"], "Deze versie is er niet.");
}

#[tokio::test]
async fn nothing_that_was_sent_comes_back() {
    let server = Running::start(app().with_room(failing())).await;
    let sent = "/fails/number/geheim%3Cscript%3E?naam=geheim";
    for accept in ["text/html", "*/*"] {
        for path in [sent, "/geheim?geheim", "/fails/panic"] {
            let answer =
                server.get_with(path, &format!("accept: {accept}\r\nx-geheim: geheim\r\ncookie: geheim=1\r\n")).await;
            assert!(answer.status >= 400);
            assert!(!format!("{answer:?}{}", answer.text()).contains("geheim"), "{path}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_panic_costs_one_answer_and_not_the_process() {
    let server = Running::start(app().with_room(failing())).await;
    let first = server.get("/fails/panic").await;
    assert_eq!(first.status, 500);
    assert_eq!(server.get("/healthz").await.status, 200);
    let second = server.get("/fails/panic").await;
    assert_ne!(first.json()["reference"], second.json()["reference"]);
}

#[tokio::test]
async fn refusals_keep_what_their_standard_asks_for() {
    let server = Running::start(app().with_room(failing())).await;
    assert_eq!(server.get("/fails/unauthenticated").await.header("www-authenticate"), Some("Bearer"));
    assert_eq!(server.get("/fails/unavailable").await.header("retry-after"), Some("10"));
    let put = server.send("PUT /healthz HTTP/1.1\r\n", "").await;
    assert_eq!((put.status, put.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
    assert_eq!(put.json()["code"], "method-not-allowed");
    let get = server.get("/language").await;
    assert_eq!((get.status, get.header("allow")), (405, Some("OPTIONS, POST")));
}

#[tokio::test]
async fn head_says_what_get_would_and_options_says_what_there_is() {
    let server = Running::start(app().with_room(failing())).await;
    for path in ["/healthz", "/nowhere"] {
        let get = server.get(path).await;
        let head = server.send(&format!("HEAD {path} HTTP/1.1\r\n"), "").await;
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
    let options = server.send("OPTIONS /healthz HTTP/1.1\r\n", "").await;
    assert_eq!((options.status, options.header("allow"), options.body.len()), (204, Some("GET, HEAD, OPTIONS"), 0));
    assert_eq!(options.header("access-control-allow-origin"), None);
}
