use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use waarborg_base::Personal;
use waarborg_protocol::model::FieldKind;

use super::email;

/// Particles of Dutch names, which forms and registers sort, write and leave out in their own ways.
const PARTICLES: &[&str] =
    &["van", "von", "de", "der", "den", "het", "t", "ten", "ter", "te", "op", "in", "aan", "la", "le"];

/// See [`super::Value::hint`].
pub(super) fn of(kind: FieldKind, json: &str) -> Option<Personal<String>> {
    let text: String = serde_json::from_str(json).ok()?;
    let hint = match kind {
        FieldKind::Name => name(&text),
        FieldKind::Email => address(&email::normal(&text).ok()?),
        _ => return None,
    };
    (!hint.is_empty()).then(|| Personal::new(hint))
}

/// A name without marks, particles and order: `Anna de Vries` and `Vries, A̋nna` are alike, and so are `Dijk` and `Dÿk`.
fn name(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace("ij", "y")
        .replace('ß', "ss")
        .replace('ø', "o")
        .replace('ł', "l")
        .replace('æ', "ae");
    let mut words: Vec<&str> = plain
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty() && !PARTICLES.contains(word))
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// An e-mail address without dots and tag in its local part: at some providers one mailbox has all of these.
fn address(normal: &str) -> String {
    let Some((local, domain)) = normal.rsplit_once('@') else { return String::new() };
    let untagged = local.split_once('+').map_or(local, |(name, _)| name).replace('.', "");
    if untagged.is_empty() { normal.to_owned() } else { format!("{untagged}@{domain}") }
}
