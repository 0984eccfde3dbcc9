//! What the server writes about itself: ids, kinds, counts and times on standard error. Never an address, a query or a person.

use std::io::IsTerminal;

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

use crate::settings::{Log, LogFormat, LogLevel};

/// Starts writing, for the whole process. Does nothing when somebody started it already.
pub fn start(log: Log) {
    let terminal = std::io::stderr().is_terminal();
    // A second start keeps the first: whoever embeds the server may have a log of their own.
    let _ = match (log.format, terminal) {
        (LogFormat::Text, _) | (LogFormat::Auto, true) => {
            tracing::subscriber::set_global_default(text(log.level, terminal, std::io::stderr))
        }
        (LogFormat::Json, _) | (LogFormat::Auto, false) => {
            tracing::subscriber::set_global_default(json(log.level, std::io::stderr))
        }
    };
    quiet_panics();
}

/// One readable line each.
pub fn text<W>(level: LogLevel, colours: bool, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let mut lines = tracing_subscriber::fmt::layer().with_writer(writer);
    if !colours {
        // Only ever switched off here: left alone, the layer heeds NO_COLOR by itself.
        lines = lines.with_ansi(false);
    }
    tracing_subscriber::registry().with(ours(level)).with(lines)
}

/// One JSON object each.
pub fn json<W>(level: LogLevel, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines =
        tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false);
    tracing_subscriber::registry().with(ours(level)).with(lines.with_writer(writer))
}

/// Our own events at the level asked, and warnings of the libraries: their details may hold what passes through them.
fn ours(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    Targets::new().with_target("waarborg", level).with_default(Level::WARN.min(level))
}

/// A panic's message may hold the value that caused it, so only its place is written.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: "waarborg::panic", place, "panicked");
    }));
}
