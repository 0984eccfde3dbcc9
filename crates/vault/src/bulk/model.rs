use serde::{Deserialize, Serialize};
use waarborg_base::{Timestamp, id};

id!(
    /// One bulk read that was asked for.
    pub struct ApprovalId;
);

/// How long a request waits for its approval, in microseconds: an hour.
pub(super) const WAITS_MICROS: i64 = 60 * 60 * 1_000_000;

/// How long an approval is good, in microseconds: a quarter of an hour.
pub(super) const GOOD_MICROS: i64 = 15 * 60 * 1_000_000;

/// A bulk read to ask for.
#[derive(Clone, Debug)]
pub struct BulkRequest {
    /// What for, as the protocol names it.
    pub purpose: String,
    /// Why, for whoever approves. Names no person.
    pub reason: String,
}

/// What asking came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// Names it, for the one who approves.
    pub approval: ApprovalId,
    /// Until when it can be approved.
    #[serde(with = "crate::stored::moment")]
    pub good_until: Timestamp,
    /// The leaf in the ledger.
    pub arrival: i64,
}

/// What approving came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// What for.
    pub purpose: String,
    /// Until when it can be used.
    #[serde(with = "crate::stored::moment")]
    pub good_until: Timestamp,
    /// The leaf in the ledger.
    pub arrival: i64,
}

/// A bulk read that was asked for, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// What for.
    pub purpose: String,
    /// Why.
    pub reason: String,
    /// Which client asked.
    pub requested_by: String,
    /// Which client approved, if one did.
    pub approved_by: Option<String>,
    /// Until when it can be approved, or used.
    pub good_until: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// A moment so many microseconds after another.
pub(super) fn after(now: Timestamp, micros: i64) -> Timestamp {
    Timestamp::from_micros(now.as_micros().saturating_add(micros)).unwrap_or(now)
}

/// How far the clocks of two servers may differ.
const APART_MICROS: i64 = 5 * 60 * 1_000_000;

/// Whether it is now within the time that ends at `until` and lasts so long. Before its beginning is outside as well: a clock that was ahead and
/// is set right must not make an approval good for years.
pub(super) fn within(now: Timestamp, until: Timestamp, lasts_micros: i64) -> bool {
    let left = until.as_micros().saturating_sub(now.as_micros());
    0 < left && left <= lasts_micros + APART_MICROS
}

#[cfg(test)]
mod tests {
    use waarborg_base::Ctx;

    use super::*;

    #[test]
    fn a_clock_that_was_ahead_and_is_set_right_makes_no_approval_good_for_years() {
        let now = Ctx::for_test(1).now;
        let check = |ahead_micros: i64, good: bool| {
            let until = after(after(now, ahead_micros), GOOD_MICROS);
            assert_eq!(within(now, until, GOOD_MICROS), good, "approved {ahead_micros} µs ahead");
        };
        check(0, true);
        check(APART_MICROS, true);
        check(APART_MICROS + 1, false);
        check(1 - GOOD_MICROS, true);
        check(-GOOD_MICROS, false);
        check(10 * 365 * 86_400 * 1_000_000, false);
    }
}
