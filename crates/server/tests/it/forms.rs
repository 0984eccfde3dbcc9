use waarborg_web::{Audience, Route, Submission};

use crate::harness::{Answer, Running, app};

/// The token and the cookie of the language form, as a browser would get them.
async fn open(server: &Running) -> (String, String) {
    let page = server.get("/nl/language").await;
    let cookie = page.header("set-cookie").expect("a form sets its cookie");
    let token = page.text().split("name=\"form_token\" value=\"").nth(1).expect("a form has a token");
    (token[..64].to_owned(), cookie.split(';').next().expect("a cookie has a value").to_owned())
}

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn only_our_own_page_in_the_same_browser_can_send_a_form() {
    let server = Running::start(app()).await;
    let (token, cookie) = open(&server).await;
    let body = format!("form_token={token}&language=en&to=%2Fprivacy");
    let own = format!("http://{}", server.address);
    let check = async |headers: &str, body: &str, status: u16, code_wanted: &str| {
        let answer = server.post_form("/language", headers, body).await;
        assert_eq!(answer.status, status, "{headers} {body}");
        if status != 303 {
            assert_eq!(code(&answer), code_wanted, "{headers} {body}");
            assert_eq!(answer.header("set-cookie"), None);
        }
    };
    let cookie_line = format!("cookie: {cookie}\r\n");
    let with = |more: &str| format!("{cookie_line}{more}");
    // Where it comes from.
    check(&with("sec-fetch-site: same-origin\r\n"), &body, 303, "").await;
    check(&with("sec-fetch-site: none\r\n"), &body, 303, "").await;
    check(&with(&format!("origin: {own}\r\n")), &body, 303, "").await;
    check(&with("origin: null\r\nsec-fetch-site: same-origin\r\n"), &body, 303, "").await;
    check(&with("sec-fetch-site: cross-site\r\n"), &body, 403, "other-site").await;
    check(&with("sec-fetch-site: same-site\r\n"), &body, 403, "other-site").await;
    check(&with("origin: https://evil.example\r\n"), &body, 403, "other-site").await;
    check(&with("origin: null\r\n"), &body, 403, "other-site").await;
    check(&with(&format!("origin: {own}\r\nsec-fetch-site: cross-site\r\n")), &body, 403, "other-site").await;
    // Which browser: neither header is there, as with an old browser or a program.
    check(&cookie_line, &body, 303, "").await;
    check("", &body, 403, "stale-form").await;
    check(&cookie_line, "language=en", 403, "stale-form").await;
    check(&cookie_line, &format!("form_token={}&language=en", "0".repeat(64)), 403, "stale-form").await;
    check(&format!("cookie: __Host-form={}\r\n", "0".repeat(64)), &body, 403, "stale-form").await;
    check("cookie: __Host-form=short\r\n", &body, 403, "stale-form").await;
}

#[tokio::test]
async fn the_token_of_one_form_does_not_open_another() {
    let other = Route::post("/other", Audience::Public, async |_: Submission| "done");
    let server = Running::start(app().with_room([other].into_iter().collect())).await;
    let (token, cookie) = open(&server).await;
    let answer = server.post_form("/other", &format!("cookie: {cookie}\r\n"), &format!("form_token={token}")).await;
    assert_eq!((answer.status, code(&answer).as_str()), (403, "stale-form"));
}

#[tokio::test]
async fn the_cookie_of_forms_stays_on_this_host_and_away_from_scripts() {
    let server = Running::start(app()).await;
    let page = server.get("/nl/language").await;
    let cookie = page.header("set-cookie").expect("a form sets its cookie");
    assert!(cookie.starts_with("__Host-form="));
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{cookie}");
    let (_, known) = open(&server).await;
    let again = server.get_with("/nl/language", &format!("cookie: {known}\r\n")).await;
    assert_eq!(again.header("set-cookie"), None, "a browser keeps the cookie it has");
}

#[tokio::test]
async fn a_form_with_an_error_says_so_first_and_keeps_what_was_filled_in() {
    let server = Running::start(app()).await;
    let (token, cookie) = open(&server).await;
    let body = format!("form_token={token}&to=%2Fprivacy&language=%3Cb%3E");
    let headers = format!("cookie: {cookie}\r\naccept: text/html\r\naccept-language: nl\r\n");
    let answer = server.post_form("/language", &headers, &body).await;
    let page = answer.text();
    assert_eq!(answer.status, 422);
    assert!(page.contains("<title>Fout: Taal – Voorbeeld B.V.</title>"), "{page}");
    assert!(page.contains("<a href=\"#language-1\">Kies een taal</a>"), "the summary leads to the field");
    assert!(page.contains("aria-describedby=\"language-hint language-error\""));
    assert!(page.find("error-summary").expect("a summary") < page.find("<h1").expect("a heading"));
    assert!(!page.contains("<b>"), "what was filled in is never HTML");
}

#[tokio::test]
async fn a_form_is_refused_when_it_is_no_form_or_too_large() {
    let server = Running::start(app()).await;
    let json = server.send("POST /language HTTP/1.1\r\ncontent-type: application/json\r\n", "{}").await;
    assert_eq!((json.status, code(&json).as_str()), (415, "wrong-media-type"));
    let large = server.post_form("/language", "", &"a".repeat(64 * 1024 + 1)).await;
    assert_eq!((large.status, code(&large).as_str()), (413, "too-large"));
    let (a, b) = ("a".repeat(60_000), "b".repeat(60_000));
    let chunked = format!(
        "POST /language HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\
        host: x\r\nconnection: close\r\n\r\nea60\r\n{a}\r\nea60\r\n{b}\r\n0\r\n\r\n"
    );
    let mut stream = tokio::net::TcpStream::connect(server.address).await.expect("the server listens");
    // The server may answer before it has read all.
    let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, chunked.as_bytes()).await;
    assert_eq!(Answer::read(&mut stream).await.status, 413);
}
