//! Recovery shares of the root key: any `needed` of them give it back, fewer tell nothing
//! ([Shamir 1979](https://doi.org/10.1145/359168.359176)).

mod field;

use waarborg_base::Ctx;
use zeroize::Zeroizing;

use crate::line::{self, Line};
use crate::{Error, LineFault, Root, RootId, RootKey};

/// The most shares of one root key.
pub const MOST: u8 = 32;
const FILE: &str = "waarborg-share-1";

/// One share of a root key.
pub struct Share {
    root: RootId,
    group: [u8; 8],
    number: u8,
    needed: u8,
    value: Zeroizing<[u8; 32]>,
}

impl Share {
    /// Its number, from 1.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// How many shares of the group give back the root key.
    pub fn needed(&self) -> u8 {
        self.needed
    }

    /// Names the root key that the group gives back.
    pub fn root(&self) -> RootId {
        self.root
    }

    /// The line to print and put away.
    pub fn to_line(&self) -> Zeroizing<String> {
        line::write(
            FILE,
            &[
                ("root", &self.root.to_string()),
                ("group", &line::hex(&self.group)),
                ("needed", &self.needed.to_string()),
                ("number", &self.number.to_string()),
                ("value", &line::hex(&*self.value)),
            ],
        )
    }

    /// Reads a line as printed, in any letter case and spacing. Errs with [`Error::ShareLine`], never with what was typed.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|fault| Error::ShareLine { fault })
    }

    fn read(text: &str) -> Result<Self, LineFault> {
        let line = Line::read(text.as_bytes())?;
        let [root, group, needed, number, value] = line.expect(FILE, ["root", "group", "needed", "number", "value"])?;
        let wrong = |word| move || LineFault::Word { word };
        let within = |text: &str, least| text.parse().ok().filter(|number| (least..=MOST).contains(number));
        Ok(Self {
            root: RootId::from_bytes(*line::from_hex(root).ok_or_else(wrong("root"))?),
            group: *line::from_hex(group).ok_or_else(wrong("group"))?,
            needed: within(needed, 2).ok_or_else(wrong("needed"))?,
            number: within(number, 1).ok_or_else(wrong("number"))?,
            value: line::from_hex(value).ok_or_else(wrong("value"))?,
        })
    }
}

/// Splits a root key into `all` shares, any `needed` of which give it back. Errs unless 2 ≤ `needed` ≤ `all` ≤ [`MOST`].
pub fn split(ctx: &mut Ctx, root: &RootKey, needed: u8, all: u8) -> Result<Vec<Share>, Error> {
    if !(2..=all).contains(&needed) || all > MOST {
        return Err(Error::ShareCount { needed, all, most: MOST });
    }
    let group = ctx.bytes();
    // The polynomial of each byte: the byte itself, then random coefficients.
    let mut powers = vec![Zeroizing::new(*root.secret().expose())];
    powers.resize_with(usize::from(needed), || Zeroizing::new(ctx.bytes()));
    let share = |number| Share { root: root.id(), group, number, needed, value: field::evaluate(&powers, number) };
    Ok((1..=all).map(share).collect())
}

/// Gives back the root key. Errs naming the share that is foreign, repeated or wrong; to find a wrong one among shares whose
/// checks are right takes one share more than is needed.
pub fn join(shares: &[Share]) -> Result<RootKey, Error> {
    let Some(first) = shares.first() else { return Err(Error::TooFewShares { needed: 2, given: 0 }) };
    for (at, share) in shares.iter().enumerate() {
        if (share.group, share.root, share.needed) != (first.group, first.root, first.needed) {
            let [group, expected] = [share, first].map(|share| line::hex(&share.group).to_string());
            return Err(Error::ForeignShare { number: share.number, group, expected });
        }
        if shares[..at].iter().any(|earlier| earlier.number == share.number) {
            return Err(Error::RepeatedShare { number: share.number });
        }
    }
    let needed = usize::from(first.needed);
    if shares.len() < needed {
        return Err(Error::TooFewShares { needed: first.needed, given: shares.len() });
    }
    let all: Vec<_> = shares.iter().collect();
    if let Some(root) = interpolate(&all[..needed]) {
        return Ok(root);
    }
    for (at, suspect) in shares.iter().enumerate().take_while(|_| shares.len() > needed) {
        let others: Vec<_> = all[..at].iter().chain(&all[at + 1..]).copied().take(needed).collect();
        if interpolate(&others).is_some() {
            return Err(Error::WrongShare { number: suspect.number });
        }
    }
    Err(Error::SharesDisagree { root: first.root })
}

/// The root key on the polynomials through these shares, if it is the one they name.
fn interpolate(shares: &[&Share]) -> Option<RootKey> {
    let points: Vec<_> = shares.iter().map(|share| (share.number, &*share.value)).collect();
    let root = RootKey::from_bytes(&field::at_zero(&points));
    (root.id() == shares.first()?.root).then_some(root)
}

#[cfg(test)]
mod tests;
