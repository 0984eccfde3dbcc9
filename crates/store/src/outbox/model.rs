use std::time::Duration;

use waarborg_base::{IdempotencyKey, Timestamp};

/// A job as its handler sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its place in the outbox.
    pub position: i64,
    /// What sort of work it is; chooses the handler.
    pub topic: String,
    /// What the handler needs to know: ids, never personal data.
    pub body: Vec<u8>,
    /// The same at every try. Passed on, so that a third party recognises a repeat.
    pub key: IdempotencyKey,
    /// When it was asked for.
    pub enqueued_at: Timestamp,
    /// Which try this is; the first is 1.
    pub tries: u32,
    /// Counts the claims: who holds an older fence has lost the job.
    pub fence: i64,
}

/// Why a handler did not do its work. The reason is kept for the operator: no personal data in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// May go better later.
    #[error("{0}")]
    Retry(String),
    /// Will never go better by itself: a person must look.
    #[error("{0}")]
    Park(String),
}

/// How patiently jobs are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How long a worker holds a job before another may take it: longer than any handler takes.
    pub lease: Duration,
    /// How many tries before a job is parked.
    pub tries: u32,
    /// The pause after the first failure; it doubles with every further one.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How often to look for work that nobody rang for: retries, and jobs of other machines. None: only when rung.
    pub look_every: Option<Duration>,
}

impl Default for Pace {
    /// Lease 5 minutes; 12 tries; pauses from 5 seconds up to 1 hour, some 4 hours in all; looks every second.
    fn default() -> Self {
        Self {
            lease: Duration::from_mins(5),
            tries: 12,
            first_pause: Duration::from_secs(5),
            longest_pause: Duration::from_hours(1),
            look_every: Some(Duration::from_secs(1)),
        }
    }
}

impl Pace {
    /// The pause after a failed try: exponential, of which a random half to whole, so that jobs that failed together do not
    /// come back together. `random` is evenly spread.
    pub(super) fn pause(&self, tries: u32, random: u32) -> Duration {
        let doubled = self.first_pause.saturating_mul(1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX));
        let whole = doubled.min(self.longest_pause);
        whole / 2 + (whole / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
    }
}

/// An instant so much later.
pub(super) fn later(now: Timestamp, pause: Duration) -> Timestamp {
    let micros = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(now.as_micros().saturating_add(micros)).unwrap_or(now)
}

/// A job that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Its place in the outbox.
    pub position: i64,
    /// What sort of work it is.
    pub topic: String,
    /// Under which key.
    pub key: IdempotencyKey,
    /// When it was asked for.
    pub enqueued_at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// When it was given up.
    pub parked_at: Timestamp,
    /// Why.
    pub reason: String,
}

/// How much work there is. For the metrics and for `doctor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Jobs that will be run.
    pub due: i64,
    /// Jobs that wait for a person.
    pub parked: i64,
    /// Since when the oldest job that will be run waits.
    pub oldest_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_spread_over_their_upper_half() {
        let pace = Pace::default();
        let seconds = |tries, random| pace.pause(tries, random).as_secs_f64();
        let check = |tries, least: f64, most: f64| {
            assert!((seconds(tries, 0) - least).abs() < 0.001, "try {tries}: {}", seconds(tries, 0));
            assert!((seconds(tries, u32::MAX) - most).abs() < 0.001, "try {tries}: {}", seconds(tries, u32::MAX));
        };
        check(1, 2.5, 5.0);
        check(2, 5.0, 10.0);
        check(3, 10.0, 20.0);
        check(11, 1_800.0, 3_600.0);
        check(u32::MAX, 1_800.0, 3_600.0);
    }
}
