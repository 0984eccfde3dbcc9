use std::sync::atomic::{AtomicI64, Ordering};

use waarborg_base::Timestamp;

const MINUTE_MICROS: i64 = 60_000_000;

/// How often one client may call: so many a minute on average, and as many at once after a quiet minute.
///
/// The generic cell rate algorithm: each call moves a theoretical arrival time onwards by one interval, and a call is refused when
/// that time is a minute or more ahead. One number, no background task, no lock.
#[derive(Debug)]
pub(super) struct Limit {
    interval_micros: i64,
    arrival: AtomicI64,
}

impl Limit {
    pub(super) fn new(calls_per_minute: u32) -> Self {
        Self { interval_micros: MINUTE_MICROS / i64::from(calls_per_minute.max(1)), arrival: AtomicI64::new(i64::MIN) }
    }

    /// Counts a call, or errs with the seconds after which one will be let in.
    pub(super) fn count(&self, now: Timestamp) -> Result<(), u32> {
        let now = now.as_micros();
        let mut seen = self.arrival.load(Ordering::Relaxed);
        loop {
            // A clock that was set back must not shut a client out for as long as it was ahead.
            let arrival = seen.clamp(now, now + MINUTE_MICROS);
            let wait = arrival + self.interval_micros - (now + MINUTE_MICROS);
            if wait > 0 {
                if seen > arrival {
                    // Else every later call would begin with the same refusal. Another call may have done it.
                    self.arrival.compare_exchange(seen, arrival, Ordering::Relaxed, Ordering::Relaxed).ok();
                }
                return Err(u32::try_from((wait + 999_999) / 1_000_000).unwrap_or(60));
            }
            let next = arrival + self.interval_micros;
            match self.arrival.compare_exchange_weak(seen, next, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Ok(()),
                Err(other) => seen = other,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_795_345_200_000_000 + seconds * 1_000_000).expect("in range")
    }

    fn let_in(limit: &Limit, now: Timestamp, tries: u32) -> usize {
        (0..tries).filter(|_| limit.count(now).is_ok()).count()
    }

    #[test]
    fn as_many_as_promised_come_at_once_and_then_one_per_interval() {
        let limit = Limit::new(60);
        assert_eq!(let_in(&limit, at(0), 200), 60);
        assert_eq!(limit.count(at(0)), Err(1));
        assert_eq!(let_in(&limit, at(1), 200), 1);
        assert_eq!(let_in(&limit, at(11), 200), 10);
        assert_eq!(let_in(&limit, at(600), 200), 60, "a quiet time is not saved up beyond a minute");
    }

    #[test]
    fn a_refusal_says_how_long_to_wait_and_that_is_long_enough() {
        let limit = Limit::new(2);
        assert_eq!(let_in(&limit, at(0), 9), 2);
        assert_eq!(limit.count(at(0)), Err(30));
        assert_eq!(limit.count(at(29)), Err(1));
        assert_eq!(limit.count(at(30)), Ok(()));
    }

    #[test]
    fn a_clock_set_back_shuts_nobody_out_for_longer_than_an_interval() {
        let limit = Limit::new(60);
        assert_eq!(let_in(&limit, at(86_400), 60), 60);
        assert_eq!(limit.count(at(0)), Err(1));
        assert_eq!(let_in(&limit, at(1), 9), 1);
    }
}
