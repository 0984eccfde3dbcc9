//! Working days and the end of terms (Regulation (EEC, Euratom) 1182/71).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::model::{Holiday, Map};

/// The public holidays of a protocol.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    holidays: &'a Map<Holiday>,
}

impl<'a> Calendar<'a> {
    /// The calendar with these holidays.
    pub fn new(holidays: &'a Map<Holiday>) -> Self {
        Self { holidays }
    }

    /// Whether `date` is a public holiday.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.holidays.iter().any(|holiday| falls_on(holiday, date.year()) == Some(date))
    }

    /// Whether `date` is neither Saturday, Sunday nor public holiday.
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.is_holiday(date)
    }

    /// `date`, or the first working day after it: where a term ends that would end on a day off (Art. 3(4)).
    pub fn working_day_from(&self, date: Date) -> Date {
        let mut date = date;
        while !self.is_working_day(date) {
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => return date,
            }
        }
        date
    }
}

/// The last day of a term in months: the same date number, or the last day of a shorter month (Art. 3(2)(c)).
pub fn months_after(received_on: Date, months: i32) -> Date {
    received_on.saturating_add(months.months())
}

fn falls_on(holiday: &Holiday, year: i16) -> Option<Date> {
    let date = match (holiday.month, holiday.day, holiday.easter) {
        (Some(month), Some(day), _) => {
            Date::new(year, i8::try_from(month.value).ok()?, i8::try_from(day.value).ok()?).ok()?
        }
        (_, _, Some(days)) => easter_sunday(year)?.checked_add(days.value.days()).ok()?,
        _ => return None,
    };
    match holiday.on_sunday {
        Some(days) if date.weekday() == Weekday::Sunday => date.checked_add(days.days()).ok(),
        _ => Some(date),
    }
}

/// Easter Sunday in the Gregorian calendar: the computus in the form of Meeus, Jones and Butcher.
fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let moon = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let week = (32 + 2 * (b % 4) + 2 * (c / 4) - moon - c % 4) % 7;
    let late = (a + 11 * moon + 22 * week) / 451;
    let days = moon + week - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;

    fn dutch(check: impl Fn(&Calendar<'_>)) {
        let text = "waarborg = 1\npresets = ['nl']\n[controller]\nname = 'x'\ntime_zone = 'Europe/Amsterdam'\nlanguages = ['nl']\n";
        let loaded = load(&vec![("protocol.toml".to_owned(), text.to_owned())], "protocol.toml");
        let protocol = loaded.protocol.expect("a valid protocol");
        check(&Calendar::new(&protocol.holiday));
    }

    #[test]
    fn a_month_ends_on_its_date_number_and_then_on_the_next_working_day() {
        // Received, strict end of one month, legal end, legal end of three months (reference table, Reg. 1182/71).
        let vectors = [
            ("2026-01-31", "2026-02-28", "2026-03-02", "2026-04-30"),
            ("2026-03-05", "2026-04-05", "2026-04-07", "2026-06-05"),
            ("2026-08-31", "2026-09-30", "2026-09-30", "2026-11-30"),
            ("2026-11-25", "2026-12-25", "2026-12-28", "2027-02-25"),
            ("2027-01-29", "2027-02-28", "2027-03-01", "2027-04-29"),
            ("2027-01-31", "2027-02-28", "2027-03-01", "2027-04-30"),
            ("2027-03-27", "2027-04-27", "2027-04-28", "2027-06-28"),
            ("2028-01-31", "2028-02-29", "2028-02-29", "2028-05-01"),
        ];
        let date = |text: &str| text.parse::<Date>().unwrap();
        dutch(|calendar| {
            for (received, strict, legal, extended) in vectors {
                let end = months_after(date(received), 1);
                assert_eq!(end, date(strict), "strict, received {received}");
                assert_eq!(calendar.working_day_from(end), date(legal), "legal, received {received}");
                let extended_end = calendar.working_day_from(months_after(date(received), 3));
                assert_eq!(extended_end, date(extended), "extended, received {received}");
            }
        });
    }

    #[test]
    fn movable_days_fall_where_the_published_tables_say() {
        let days = [
            "2026-04-06",
            "2027-03-29",
            "2028-04-17",
            "2029-04-02",
            "2030-04-22", // Easter Monday
            "2026-05-14",
            "2027-05-06",
            "2028-05-25",
            "2029-05-10",
            "2030-05-30", // Ascension
            "2026-05-25",
            "2027-05-17",
            "2028-06-05",
            "2029-05-21",
            "2030-06-10", // Whit Monday
            "2026-04-03",
            "2025-04-26",
            "2031-04-26", // Good Friday; King's Day on a Sunday moves to Saturday
        ];
        dutch(|calendar| {
            for day in days {
                assert!(calendar.is_holiday(day.parse().unwrap()), "{day}");
            }
            assert!(!calendar.is_holiday("2025-04-27".parse().unwrap()), "King's Day 2025 was on the 26th");
            assert!(!calendar.is_holiday("2028-05-01".parse().unwrap()), "1 May is a working day");
        });
    }
}
