use crate::harness::{Running, app};

#[tokio::test]
async fn the_first_page_leads_on_in_the_language_of_the_visitor() {
    let server = Running::start(app()).await;
    let check = async |path: &str, headers: &str, to: &str| {
        let answer = server.get_with(path, headers).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some(to)), "{path} {headers}");
        assert_eq!(answer.header("vary"), Some("accept-language, cookie"));
    };
    check("/", "", "/nl/privacy").await;
    check("/", "accept-language: en-GB,en;q=0.9\r\n", "/en/privacy").await;
    check("/", "accept-language: fr, de;q=0.5\r\n", "/nl/privacy").await;
    check("/", "cookie: __Host-lang=nl\r\naccept-language: en\r\n", "/nl/privacy").await;
    check("/en", "accept-language: nl\r\n", "/en/privacy").await;
    check("/nl", "accept-language: en\r\n", "/nl/privacy").await;
}

#[tokio::test]
async fn a_chosen_language_is_remembered_and_leads_back_to_our_own_pages_only() {
    let server = Running::start(app().with_return_paths(["/privacy/cookies".to_owned()])).await;
    let page = server.get("/nl/language?to=/privacy/cookies").await;
    let cookie = page.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
    let token = &page.text().split("name=\"form_token\" value=\"").nth(1).expect("a token")[..64].to_owned();
    assert!(page.text().contains("name=\"to\" value=\"/privacy/cookies\""));
    let check = async |to: &str, expected: &str| {
        let body = format!("form_token={token}&language=en&to={to}");
        let answer = server.post_form("/language", &format!("cookie: {cookie}\r\n"), &body).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some(expected)), "{to}");
        let choice = "__Host-lang=en; Path=/; Max-Age=15552000; Secure; HttpOnly; SameSite=Lax";
        assert_eq!(answer.header("set-cookie"), Some(choice));
    };
    check("/privacy/cookies", "/en/privacy/cookies").await;
    check("/privacy", "/en/privacy").await;
    check("//evil.example", "/en/privacy").await;
    check("https%3A%2F%2Fevil.example", "/en/privacy").await;
    check("%2F..%2Fconsole", "/en/privacy").await;
    check("%0d%0aset-cookie%3Aa%3Db", "/en/privacy").await;
    check("", "/en/privacy").await;
}

#[tokio::test]
async fn a_page_names_itself_in_both_languages() {
    let server = Running::start(app()).await;
    let page = server.get("/en/language").await;
    let page = page.text();
    assert!(page.contains("<html lang=\"en\">"));
    assert!(page.contains("<link rel=\"canonical\" href=\"https://privacy.example/en/language\">"));
    assert!(page.contains("<link rel=\"alternate\" hreflang=\"nl\" href=\"https://privacy.example/nl/language\">"));
    assert!(page.contains("<a href=\"/nl/language\" hreflang=\"nl\" lang=\"nl\">Nederlands</a>"));
    assert!(page.contains("<a class=\"skip\" href=\"#main\">Skip to content</a>"));
}

#[tokio::test]
async fn a_demo_says_so_on_every_page_also_on_errors() {
    let app = app();
    app.shell.replace(waarborg_web::Frame { demo: true, ..(*app.shell.frame()).clone() });
    let server = Running::start(app).await;
    for (path, words) in [("/nl/language", "DEMO, verzonnen gegevens"), ("/en/nothing", "DEMO, invented data")] {
        assert!(server.get_with(path, "accept: text/html\r\n").await.text().contains(words), "{path}");
    }
}
