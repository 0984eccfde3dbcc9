//! What the operator sees of requests: a log line and counters. Neither holds an address, a query, a browser or a person.

use std::time::Instant;

use axum::http::{Method, StatusCode};
use metrics::{Counter, Histogram, Key, Label, Level, Metadata, Recorder};

use crate::Audience;
use crate::reference::Reference;

/// Requests answered, by route, method and class of status.
pub const REQUESTS: &str = "waarborg_http_requests_total";
/// Seconds until the answer was ready, by route and method.
pub const SECONDS: &str = "waarborg_http_request_seconds";
/// Upper bounds of the histogram, in seconds.
pub const BUCKETS: [f64; 11] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0];

const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The counters of one route, looked up once.
pub(crate) struct Meters {
    requests: [Counter; CLASSES.len()],
    seconds: Histogram,
    recorded_elsewhere: bool,
}

impl Meters {
    pub(crate) fn new(recorder: &dyn Recorder, method: &str, path: &str, audience: Audience) -> Self {
        let about = Metadata::new("waarborg::access", Level::INFO, None);
        let labels = [Label::new("method", method.to_owned()), Label::new("route", path.to_owned())];
        let requests = CLASSES.map(|class| {
            let labels = labels.iter().cloned().chain([Label::new("status", class)]).collect::<Vec<_>>();
            recorder.register_counter(&Key::from_parts(REQUESTS, labels), &about)
        });
        let seconds = recorder.register_histogram(&Key::from_parts(SECONDS, labels.to_vec()), &about);
        Self { requests, seconds, recorded_elsewhere: audience == Audience::Client }
    }

    /// Counts one answer and writes its line: failures of ours as errors, changes and refusals as information, everything
    /// that went well as detail, which a server under load does not write. What a program changed is in the ledger: detail too.
    pub(crate) fn count(&self, seen: &Seen<'_>) {
        let class = usize::from(seen.status.as_u16() / 100).clamp(1, CLASSES.len());
        self.requests[class - 1].increment(1);
        let elapsed = seen.started.elapsed();
        self.seconds.record(elapsed.as_secs_f64());
        let Seen { method, path, status, bytes, reference, .. } = seen;
        let (status, ms) = (status.as_u16(), elapsed.as_secs_f64() * 1000.0);
        let bytes = bytes.unwrap_or_default();
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(target: "waarborg::access", %method, route = path, status, ms, bytes, %reference, "answered")
            };
        }
        match class {
            5 => line!(error),
            4 => line!(info),
            _ if !method.is_safe() && !self.recorded_elsewhere => line!(info),
            _ => line!(debug),
        }
    }
}

/// One answer, as seen from outside the handler.
pub(crate) struct Seen<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) status: StatusCode,
    pub(crate) started: Instant,
    pub(crate) bytes: Option<u64>,
    pub(crate) reference: Reference,
}
