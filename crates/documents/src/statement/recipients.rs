//! Who receives data (Art. 13(1)(e)) and where it goes outside the European Economic Area (Art. 13(1)(f)).

use waarborg_protocol::model::{Named, Recipient, StatementPart, Transfer, TransferTool};

use super::{part, promised};
use crate::document::{Block, Section, Table};
use crate::edition::{Edition, leaves_eea};
use crate::text::Text;

/// Every recipient by name, with its role and country. The details have a page of their own.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Recipients);
    if edition.protocol.recipient.is_empty() {
        blocks.push(edition.missing(6, "missing-recipients", "13(1)(e)"));
        return part(edition, "recipients", blocks);
    }
    blocks.insert(0, Block::paragraph(edition.get("recipients-text")));
    blocks.extend(promised(edition, StatementPart::Recipients));
    let row = |recipient: &Named<Recipient>| {
        let link = edition.path(&format!("/recipients#{}", recipient.id));
        vec![
            vec![edition.say(&recipient.name).linked(&link)],
            vec![what(edition, recipient)],
            vec![role(edition, recipient)],
            vec![country(edition, recipient)],
        ]
    };
    blocks.push(Block::Table(Table {
        anchor: "recipients-table".to_owned(),
        caption: edition.get("recipients-caption").into(),
        head: ["recipient", "recipient-does", "role", "country"].map(|key| edition.get(key)).to_vec(),
        rows: edition.protocol.recipient.iter().map(row).collect(),
    }));
    let more = Text::link(edition.path("/recipients"), edition.get("recipients-more"));
    blocks.push(Block::Paragraph(
        more.then(" · ").then(Text::link(edition.path("/data-flow"), edition.get("flow-title"))),
    ));
    part(edition, "recipients", blocks)
}

/// What a recipient does: the sort of service, or in its own words.
pub(crate) fn what(edition: Edition<'_>, recipient: &Recipient) -> Text {
    match (&recipient.kind, &recipient.description) {
        (Some(kind), _) if kind.value.as_str() != "other" => edition.word("service", kind.value.as_str()).into(),
        (_, Some(description)) => edition.say(description),
        (Some(_), None) => edition.word("service", "other").into(),
        (None, None) => edition.unknown(),
    }
}

/// In which role it receives data.
pub(crate) fn role(edition: Edition<'_>, recipient: &Recipient) -> Text {
    recipient.role.map_or_else(|| edition.unstated(6), |role| edition.word("role", role.value.as_str()).into())
}

/// Where it is established, and where its group is when that is elsewhere.
pub(crate) fn country(edition: Edition<'_>, recipient: &Recipient) -> Text {
    let Some(country) = &recipient.country else { return edition.unstated(7) };
    let name = edition.country(&country.value);
    match &recipient.group_country {
        Some(group) if group.value != country.value => {
            let group = edition.country(&group.value);
            edition.with("country-and-group", &[("country", name.into()), ("group", group.into())]).into()
        }
        _ => name.into(),
    }
}

/// Transfers: to where, on the ground of which tool, checked when, and where to get a copy.
pub(super) fn transfers(edition: Edition<'_>) -> Section {
    let outside: Vec<&Named<Recipient>> =
        edition.protocol.recipient.iter().filter(|recipient| leaves_eea(recipient)).collect();
    let unknown = edition.protocol.recipient.iter().any(|recipient| recipient.country.is_none());
    let mut blocks = Vec::new();
    if outside.is_empty() && unknown || edition.protocol.recipient.is_empty() {
        blocks.push(edition.missing(7, "missing-transfers", "13(1)(f)"));
    } else if outside.is_empty() {
        blocks.push(Block::paragraph(edition.get("transfers-none")));
    } else {
        blocks.push(Block::paragraph(edition.get("transfers-text")));
        blocks.push(Block::Table(Table {
            anchor: "transfers-table".to_owned(),
            caption: edition.get("transfers-caption").into(),
            head: ["recipient", "country", "transfer-tool", "transfer-copy"].map(|key| edition.get(key)).to_vec(),
            rows: outside.iter().map(|recipient| transfer_row(edition, recipient)).collect(),
        }));
        if outside.iter().all(|recipient| recipient.transfer.is_none()) {
            blocks.push(edition.missing(7, "missing-transfer-tools", "13(1)(f)"));
        }
    }
    part(edition, "transfers", blocks)
}

fn transfer_row(edition: Edition<'_>, recipient: &Named<Recipient>) -> Vec<Vec<Text>> {
    let copy = recipient.transfer.as_ref().and_then(|transfer| transfer.copy.as_ref());
    // An adequacy decision is a public act: there is no safeguard of which a copy could be asked.
    let adequate = recipient.transfer.as_ref().is_some_and(|transfer| transfer.tool.value == TransferTool::Adequacy);
    let copy = match copy {
        Some(words) => edition.say(words),
        None if adequate => edition.get("transfer-copy-adequacy").into(),
        None => edition.unstated(7),
    };
    vec![
        vec![edition.say(&recipient.name)],
        vec![country(edition, recipient)],
        tool(edition, recipient.transfer.as_ref()),
        vec![copy],
    ]
}

/// The tool of a transfer and when it was checked.
pub(crate) fn tool(edition: Edition<'_>, transfer: Option<&Transfer>) -> Vec<Text> {
    let Some(transfer) = transfer else { return vec![edition.unstated(7)] };
    let mut says = vec![Text::plain(edition.word("transfer", transfer.tool.value.as_str()))];
    let dated = [("transfer-checked", transfer.checked_on), ("transfer-assessed", transfer.assessment_on)];
    let dated = dated.into_iter().filter_map(|(key, date)| Some((key, edition.date(date?))));
    says.extend(dated.map(|(key, date)| Text::plain(edition.with(key, &[("date", date.into())]))));
    says
}
