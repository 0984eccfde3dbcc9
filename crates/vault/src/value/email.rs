use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
// Named so that idna works with tables that are in the binary anyway; see the workspace's list of dependencies.
use idna_adapter as _;

use super::Problem;
use super::text::{folded, is_invisible, is_word};

pub(super) const WANTED: &str = "an e-mail address, as `name@example.org`";

/// The normal form: the local part composed and in lower case, the domain as its IDNA A-label.
///
/// Lower case serves comparison only; mail goes to the address as written. Dots and what follows a plus stay: at some providers they tell
/// people apart. Letters that look alike in two scripts stay apart. Lengths are those of RFC 5321 §4.5.3.1. Quoted local parts and
/// addresses of numbers are refused: nobody has them, and they are a known way past checks.
pub(super) fn normal(written: &str) -> Result<String, Problem> {
    if written.contains(is_invisible) {
        return Err(Problem::Character);
    }
    let (local, domain) = written.rsplit_once('@').ok_or(Problem::Form)?;
    if local.split('.').any(|atom| atom.is_empty() || !atom.chars().all(is_local)) {
        return Err(Problem::Form);
    }
    let domain = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::VerifyAllowRootDot)
        .map_err(|_| Problem::Form)?;
    let domain = domain.strip_suffix('.').unwrap_or(&domain);
    let top = domain.rsplit_once('.').ok_or(Problem::Form)?.1;
    if top.bytes().all(|sign| sign.is_ascii_digit()) {
        return Err(Problem::Form);
    }
    let folded = folded(local);
    if local.len().max(folded.len()) > 64 || folded.len() + 1 + domain.len() > 254 || written.len() > 254 {
        return Err(Problem::TooLong);
    }
    Ok(format!("{folded}@{domain}"))
}

/// What an unquoted local part is made of (RFC 5322 §3.2.3, RFC 6531 §3.3).
fn is_local(sign: char) -> bool {
    match sign {
        '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '_' | '`' | '{' | '|' | '}'
        | '~' => true,
        _ => is_word(sign),
    }
}
