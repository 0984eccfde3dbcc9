use crate::harness::{Running, app, ask};

#[tokio::test]
async fn counters_stand_on_an_address_of_their_own() {
    let server = Running::start_with(app(), 64, true).await;
    let counters = server.counters.expect("counters were asked for");
    assert_ne!(counters, server.address);
    assert_eq!(
        server.get("/metrics").await.status,
        404,
        "a proxy that publishes the site does not publish its counters"
    );
    assert_eq!(ask(counters, "GET /metrics HTTP/1.1\r\n", "").await.status, 200);
    assert_eq!(ask(counters, "GET /healthz HTTP/1.1\r\n", "").await.status, 200);
    assert_eq!(ask(counters, "GET /nl/language HTTP/1.1\r\n", "").await.status, 404);
    assert_eq!(Running::start(app()).await.counters, None, "none unless asked for");
}

#[tokio::test]
async fn counters_count_by_route_and_hold_nothing_about_a_visitor() {
    let server = Running::start_with(app(), 64, true).await;
    for path in
        ["/healthz", "/healthz", "/nl/language?to=geheim", "/geheim", "/console/geheim", "/static/geheim/geheim"]
    {
        server.get_with(path, "user-agent: geheim\r\ncookie: geheim=geheim\r\nx-forwarded-for: 192.0.2.77\r\n").await;
    }
    let answer = ask(server.counters.expect("asked for"), "GET /metrics HTTP/1.1\r\n", "").await;
    let text = answer.text();
    let has = |line: &str| assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    has(r#"waarborg_http_requests_total{method="GET",route="/healthz",status="2xx"} 2"#);
    has(r#"waarborg_http_requests_total{method="GET",route="/nl/language",status="2xx"} 1"#);
    has(r#"waarborg_http_requests_total{method="any",route="(none)",status="4xx"} 1"#);
    has(r#"waarborg_http_requests_total{method="GET",route="/console/{*page}",status="4xx"} 1"#);
    has(r#"waarborg_http_requests_total{method="GET",route="/static/{hash}/{name}",status="4xx"} 1"#);
    has(r#"waarborg_http_request_seconds_count{method="GET",route="/healthz"} 2"#);
    has("# TYPE waarborg_http_requests_total counter");
    has("# TYPE waarborg_http_request_seconds histogram");
    assert!(text.contains("waarborg_build_info{version="));
    assert!(!text.contains("geheim") && !text.contains("192.0.2.77") && !text.contains("127.0.0.1"), "{text}");
}
