//! Files at addresses that programs know: `security.txt` (RFC 9116) and `gpc.json` (Global Privacy Control).

use std::fmt::Write;

use jiff::ToSpan;
use waarborg_base::Timestamp;
use waarborg_protocol::Protocol;
use waarborg_protocol::model::ContactRole;

use crate::Standing;

/// Where to report a vulnerability. `None` when the protocol names nobody: a file without a contact is not lawful RFC 9116.
///
/// It expires half a year after the day it is asked for, so that a server nobody looks after does not vouch for ever.
pub(crate) fn security_txt(protocol: &Protocol, public_url: &str, now: Timestamp) -> Option<String> {
    let contact = |role| protocol.contact.iter().find(move |contact| contact.role.value == role);
    let desk = contact(ContactRole::SecurityOfficer).and_then(|contact| contact.email.as_ref());
    let email = desk.or(protocol.controller.email.as_ref())?;
    let today = now.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
    let expires = today.saturating_add(180.days());
    let languages: Vec<&str> = protocol.controller.languages.value.iter().map(|language| language.as_str()).collect();
    let mut text = format!("Contact: mailto:{email}\nExpires: {expires}T00:00:00Z\n");
    let languages = languages.join(", ");
    write!(text, "Preferred-Languages: {languages}\nCanonical: {public_url}/.well-known/security.txt\n").ok()?;
    Some(text)
}

/// Whether this site takes Global Privacy Control as a refusal, and since when that is said.
pub(crate) fn gpc_json(protocol: &Protocol, standing: &Standing) -> String {
    let honours = protocol.cookies.as_ref().is_some_and(|rules| rules.honours_gpc == Some(true));
    let day = standing.from.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date();
    format!("{}\n", serde_json::json!({ "gpc": honours, "lastUpdate": day.to_string() }))
}
