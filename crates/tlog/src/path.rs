use std::fmt;
use std::str::FromStr;

use crate::{Error, TILE_WIDTH, TileId};

/// What stands behind a path of the static interface (C2SP tlog-tiles): `tile/0/x001/x234/067`, `tile/entries/005.p/112`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TilePath {
    /// The first `width` hashes of a tile.
    Hashes {
        /// Which tile.
        at: TileId,
        /// 1 to 256.
        width: usize,
    },
    /// The first `width` entries of those that tile `number` of level 0 has the hashes of.
    Entries {
        /// From the left, from 0.
        number: u64,
        /// 1 to 256.
        width: usize,
    },
}

impl TileId {
    /// The path of the first `width` hashes of this tile.
    pub const fn path(self, width: usize) -> TilePath {
        TilePath::Hashes { at: self, width }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, width) = match *self {
            Self::Hashes { at: TileId { level, number }, width } => {
                write!(f, "tile/{level}/")?;
                (number, width)
            }
            Self::Entries { number, width } => {
                f.write_str("tile/entries/")?;
                (number, width)
            }
        };
        let mut unit = 1_u64;
        while number / unit >= 1_000 {
            unit *= 1_000;
        }
        while unit > 1 {
            write!(f, "x{:03}/", number / unit % 1_000)?;
            unit /= 1_000;
        }
        write!(f, "{:03}", number % 1_000)?;
        if width < TILE_WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
    }
}

impl FromStr for TilePath {
    type Err = Error;

    /// Only the one spelling of each path, so that a cache in between holds it once.
    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or(Error::malformed("path of a tile", 0, "write tile/<level>/<number> or tile/entries/<number>"))
    }
}

fn parse(text: &str) -> Option<TilePath> {
    let (level, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, usize::from(canonical(width)?)),
        None => (rest, TILE_WIDTH),
    };
    let number = tile_number(number)?;
    if width == 0 {
        return None;
    }
    match level {
        "entries" => Some(TilePath::Entries { number, width }),
        _ => {
            let level = canonical(level).filter(|level| *level < 64)?;
            Some(TilePath::Hashes { at: TileId { level, number }, width })
        }
    }
}

/// A number of up to three digits below 256, without sign or leading zero.
fn canonical(text: &str) -> Option<u8> {
    let number: u8 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Groups of three digits, all but the last behind an `x`, and no group of zeros in front.
fn tile_number(text: &str) -> Option<u64> {
    let mut groups = text.split('/').rev();
    let last = group(groups.next()?)?;
    let mut number = last;
    let mut unit = 1_u64;
    let mut front = None;
    for text in groups {
        let digits = group(text.strip_prefix('x')?)?;
        unit = unit.checked_mul(1_000)?;
        number = digits.checked_mul(unit)?.checked_add(number)?;
        front = Some(digits);
    }
    (front != Some(0)).then_some(number)
}

fn group(text: &str) -> Option<u64> {
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: TilePath, text: &str) {
        assert_eq!(path.to_string(), text);
        assert_eq!(text.parse(), Ok(path));
    }

    #[test]
    fn a_path_is_written_as_the_specification_writes_it() {
        let tile = |level, number| TileId { level, number };
        check(tile(0, 1_234_067).path(256), "tile/0/x001/x234/067");
        check(tile(0, 5).path(256), "tile/0/005");
        check(tile(1, 999).path(17), "tile/1/999.p/17");
        check(tile(2, 1_000).path(1), "tile/2/x001/000.p/1");
        check(tile(63, 1_000_000).path(255), "tile/63/x001/x000/000.p/255");
        check(TilePath::Entries { number: 273, width: 112 }, "tile/entries/273.p/112");
        check(TilePath::Entries { number: u64::MAX, width: 256 }, "tile/entries/x018/x446/x744/x073/x709/x551/615");
    }

    #[test]
    fn another_spelling_of_a_path_is_refused() {
        let refused = [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile/0/5",
            "tile/0/0005",
            "tile/00/005",
            "tile/64/005",
            "tile/256/005",
            "tile/-1/005",
            "tile/+1/005",
            "tile/0/x005",
            "tile/0/005/",
            "/tile/0/005",
            "tile/0/x000/005",
            "tile/0/001/005",
            "tile/0/005.p",
            "tile/0/005.p/",
            "tile/0/005.p/0",
            "tile/0/005.p/256",
            "tile/0/005.p/01",
            "tile/0/005.p/+1",
            "tile/0/005.p/1/",
            "tile/0/x01/005",
            "tile/0/x+01/005",
            "tile/0/+05",
            "tile/Entries/005",
            "tile/0/٠٠٥",
            "tile/0/..",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x001/x018/x446/x744/x073/x709/x551/615",
            "tile/0/005?x",
        ];
        for text in refused {
            assert!(text.parse::<TilePath>().is_err(), "{text:?}");
        }
    }
}
