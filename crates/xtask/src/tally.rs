//! How many tests ran, as the runners themselves report it.

use std::fmt;

/// Tests of Rust's and Node's runners together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// Counts a line of output, when it is the closing line of a runner.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.cargo(counts);
        } else if let Some(count) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            self.node(count);
        }
    }

    /// `ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
    fn cargo(&mut self, counts: &str) {
        for part in counts.split(['.', ';']) {
            let Some((number, word)) = part.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }

    /// `pass 12`, under either of Node's reporters. What was cancelled did not pass.
    fn node(&mut self, count: &str) {
        let Some((word, number)) = count.split_once(' ') else { return };
        let Ok(number) = number.parse::<u64>() else { return };
        match word {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &str) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        assert_eq!(tally.to_string(), expected);
    }

    #[test]
    fn counts_of_every_binary_are_added_up() {
        check(
            &[
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
                "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 4 filtered out; finished in 1.20s",
            ],
            "15 passed, 2 failed, 1 skipped",
        );
    }

    #[test]
    fn node_is_counted_under_either_reporter() {
        check(&["# tests 4", "# pass 3", "# fail 1", "# cancelled 0"], "3 passed, 1 failed");
        check(&["ℹ pass 3", "ℹ fail 0", "ℹ skipped 2"], "3 passed, 0 failed, 2 skipped");
    }

    #[test]
    fn other_lines_are_no_tests() {
        check(&["test a_test ... ok", "# Heading", "ℹ duration_ms 12.3", "12 passed"], "0 passed, 0 failed");
    }
}
