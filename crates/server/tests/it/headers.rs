use crate::harness::{Answer, Running, app, kinds};

/// As the house's list says it, in the order in which it is sent.
const ALWAYS: &str = "\
strict-transport-security: max-age=63072000; includeSubDomains
x-content-type-options: nosniff
referrer-policy: no-referrer
cross-origin-opener-policy: same-origin
cross-origin-resource-policy: same-origin
cross-origin-embedder-policy: require-corp
x-frame-options: DENY
permissions-policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()
cache-control: no-store
";
const HTML: &str = "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
    require-trusted-types-for 'script'\n";
const DATA: &str = "content-security-policy: default-src 'none'; frame-ancestors 'none'\n";
const PICTURE: &str = "content-security-policy: default-src 'none'; style-src 'self'; frame-ancestors 'none'; sandbox allow-same-origin\n";
const DOWNLOAD: &str = "content-security-policy: sandbox\n";

/// What an answer says, without what differs per answer by nature.
fn said(answer: &Answer) -> String {
    let varying =
        ["content-type", "content-length", "date", "connection", "vary", "content-encoding", "allow", "location"];
    let kept = answer.headers.iter().filter(|(name, _)| !varying.contains(&name.as_str()));
    kept.flat_map(|(name, value)| [name, ": ", value, "\n"]).collect()
}

#[tokio::test]
async fn every_kind_of_answer_carries_exactly_the_headers_of_the_list() {
    let app = app();
    let kinds = kinds(&app);
    let server = Running::start(app.with_room(kinds)).await;
    let check = async |path: &str, request: &str, status: u16, policy: &str, more: &str| {
        let answer = server.send(&format!("{request} {path} HTTP/1.1\r\naccept: text/html\r\n"), "").await;
        assert_eq!(answer.status, status, "{request} {path}");
        assert_eq!(sorted(&said(&answer)), sorted(&format!("{ALWAYS}{policy}{more}")), "{request} {path}");
    };
    check("/kind/html", "GET", 200, HTML, "").await;
    check("/kind/html", "HEAD", 200, HTML, "").await;
    check("/kind/json", "GET", 200, DATA, "").await;
    check("/kind/text", "GET", 200, DATA, "").await;
    check("/kind/svg", "GET", 200, PICTURE, "").await;
    check("/kind/download", "GET", 200, DOWNLOAD, "content-disposition: attachment; filename=\"register.csv\"\n").await;
    check("/en/language", "GET", 200, HTML, &format!("set-cookie: {}\n", cookie(&server).await)).await;
    check("/nowhere", "GET", 404, HTML, "").await;
    check("/console", "GET", 403, HTML, "").await;
    check("/kind/html", "DELETE", 405, HTML, "").await;
    check("/kind/html", "OPTIONS", 204, DATA, "").await;
    check("/", "GET", 303, DATA, "").await;
    check("/healthz", "GET", 200, DATA, "").await;
    check("/language", "POST", 415, HTML, "").await;
}

#[tokio::test]
async fn no_answer_names_the_software() {
    let server = Running::start(app()).await;
    for path in ["/", "/healthz", "/nowhere"] {
        let answer = server.get(path).await;
        assert_eq!((answer.header("server"), answer.header("x-powered-by")), (None, None), "{path}");
    }
}

#[tokio::test]
async fn a_program_that_is_refused_gets_data_under_the_policy_of_data() {
    let server = Running::start(app()).await;
    let answer = server.get("/nowhere").await;
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(sorted(&said(&answer)), sorted(&format!("{ALWAYS}{DATA}")));
}

fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    lines
}

async fn cookie(server: &Running) -> String {
    server.get("/en/language").await.header("set-cookie").expect("a form sets its cookie").to_owned()
}
