//! Counters for the operator, on an address of their own: what a proxy publishes is never what a monitor reads.

use std::sync::Arc;
use std::time::Duration;

use metrics::{Key, Label, Level, Metadata, Recorder, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use waarborg_web::http::header::CONTENT_TYPE;
use waarborg_web::{Audience, Route, Routes};

/// How often samples are folded into their histogram, so that they do not pile up while nobody reads.
const FOLD_EVERY: Duration = Duration::from_secs(5);

/// The counters of one server. Not the process's: two servers in one test count apart.
#[derive(Clone)]
pub(crate) struct Meter {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
}

impl Meter {
    /// Counters that stand at nothing, but for the version of this program.
    pub(crate) fn new() -> Self {
        let builder = PrometheusBuilder::new().set_buckets(&waarborg_web::BUCKETS);
        let recorder = Arc::new(builder.expect("the list of buckets is not empty").build_recorder());
        recorder.describe_counter(waarborg_web::REQUESTS.into(), Some(Unit::Count), "Requests answered.".into());
        recorder.describe_histogram(waarborg_web::SECONDS.into(), Some(Unit::Seconds), "Time to answer.".into());
        let about = Metadata::new("waarborg::build", Level::INFO, None);
        let version = Label::new("version", env!("CARGO_PKG_VERSION"));
        recorder.register_gauge(&Key::from_parts("waarborg_build_info", vec![version]), &about).set(1.0);
        let handle = recorder.handle();
        Self { recorder, handle }
    }

    /// What routes count into.
    pub(crate) fn recorder(&self) -> Arc<dyn Recorder + Send + Sync> {
        self.recorder.clone()
    }

    /// `GET /metrics`, in Prometheus' text format.
    pub(crate) fn routes(&self) -> Routes {
        let handle = self.handle.clone();
        Routes::new().with(Route::get("/metrics", Audience::Operator, move || {
            let text = handle.render();
            async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text) }
        }))
    }

    /// Folds samples until it is dropped.
    pub(crate) async fn keep_up(self) {
        let mut tick = tokio::time::interval(FOLD_EVERY);
        loop {
            tick.tick().await;
            self.handle.run_upkeep();
        }
    }
}
