use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use waarborg_server::log;
use waarborg_server::settings::LogLevel;
use waarborg_web::{Audience, Route};

use crate::harness::{Running, app};

thread_local! {
    /// The log of one test: each has a thread and a runtime of its own.
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One log for the whole process, as in the real server: tracing remembers per place in the code who listens.
fn listen() {
    static ONCE: Once = Once::new();
    let all = || log::json(LogLevel::Debug, || Lines);
    ONCE.call_once(|| tracing::subscriber::set_global_default(all()).expect("nobody else listens"));
}

fn lines() -> String {
    String::from_utf8(LINES.take()).expect("log lines are text")
}

/// Sends what a log must not keep, each piece marked `geheim`.
async fn visit() {
    LINES.take();
    let panic = Route::get("/panic/{name}", Audience::Public, async || -> &'static str { panic!("geheim") });
    let server = Running::start(app().with_room([panic].into_iter().collect())).await;
    let head = "user-agent: geheim\r\nreferer: https://geheim.example\r\ncookie: geheim=geheim\r\nx-forwarded-for: 192.0.2.77\r\n";
    for path in ["/healthz?geheim=1", "/geheim", "/console/geheim", "/console/claim/geheim", "/panic/geheim"] {
        server.get_with(path, head).await;
    }
    server.post_form("/language", head, "naam=geheim").await;
    server.send("BREW /geheim HTTP/1.1\r\n", "").await;
    server.stop().await;
}

#[tokio::test]
async fn a_log_line_names_the_route_and_never_the_address_the_query_or_the_visitor() {
    listen();
    visit().await;
    let text = lines();
    assert!(!text.contains("geheim") && !text.contains("192.0.2.77") && !text.contains("127.0.0.1"), "{text}");
    let parsed: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("one object each")).collect();
    let line = |route: &str| {
        let found = parsed.iter().find(|line| line["route"] == route && line["message"] == "answered");
        found.unwrap_or_else(|| panic!("no line for {route} in {text}"))
    };
    let health = line("/healthz");
    assert_eq!((&health["method"], &health["status"], &health["bytes"]), (&"GET".into(), &200.into(), &6.into()));
    assert!(health["ms"].is_number() && health["reference"].as_str().is_some_and(|reference| reference.len() == 14));
    assert_eq!(line("/console/claim/{token}")["status"], 404);
    assert_eq!(line("(none)")["status"], 404);
    // What went well is detail, which the usual level leaves out; refusals are information, failures of ours errors.
    assert_eq!((&health["level"], &line("/language")["level"]), (&"DEBUG".into(), &"INFO".into()));
    assert_eq!(line("/panic/{name}")["level"], "ERROR");
}

#[test]
fn text_for_people_has_the_level_that_was_asked_and_no_colours_outside_a_terminal() {
    listen();
    tracing::subscriber::with_default(log::text(LogLevel::Info, false, || Lines), || {
        tracing::info!(target: "waarborg::test", kind = "start", "ours");
        tracing::debug!(target: "waarborg::test", "our detail");
        tracing::info!(target: "library", "theirs");
        tracing::warn!(target: "library", "their warning");
    });
    let text = lines();
    assert!(text.contains("INFO waarborg::test: ours kind=\"start\"") && text.contains("their warning"), "{text}");
    assert!(!text.contains("our detail") && !text.contains("theirs") && !text.contains('\u{1b}'), "{text}");
}
