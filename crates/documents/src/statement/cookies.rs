//! Cookies, in short; the list has a page of its own (Tw Art. 11.7a).

use waarborg_protocol::model::{Cookie, CookieRules, CookieWithdrawal, Named, StatementPart};

use super::{part, promised};
use crate::document::{Block, Section};
use crate::edition::Edition;
use crate::text::Text;

/// Which sorts there are, how a choice is made and changed, and where the list is.
pub(super) fn section(edition: Edition<'_>) -> Section {
    let mut blocks = edition.passages(StatementPart::Cookies);
    blocks.push(Block::paragraph(edition.get("cookies-text")));
    if let Some(rules) = &edition.protocol.cookies {
        blocks.extend(edition.said(rules.words.as_ref()));
        blocks.extend(choices(edition, rules));
    }
    blocks.extend(promised(edition, StatementPart::Cookies));
    let count = cookies(edition).count();
    let link = Text::link(edition.path("/cookies"), edition.get("cookies-title"));
    if count == 0 {
        blocks.push(Block::Paragraph(Text::plain(edition.naming("cookies-unlisted")).then(" ").then(link).then(".")));
    } else {
        let text = edition.with("cookies-listed", &[("n", count.into())]);
        blocks.push(Block::Paragraph(Text::plain(text).then(" ").then(link).then(".")));
    }
    part(edition, "cookies", blocks)
}

/// All cookies of all sites.
pub(crate) fn cookies(edition: Edition<'_>) -> impl Iterator<Item = &Named<Cookie>> {
    edition.protocol.site.iter().flat_map(|site| &site.cookie)
}

/// How a choice is made, remembered and changed.
pub(crate) fn choices(edition: Edition<'_>, rules: &CookieRules) -> Vec<Block> {
    let mut says = Vec::new();
    if rules.choice_at_first_visit == Some(true) {
        says.push(Text::plain(edition.get("cookies-first-visit")));
    }
    let ways: Vec<CookieWithdrawal> = rules.withdraw.iter().map(|way| way.value).collect();
    says.extend(ways.iter().map(|way| Text::plain(edition.word("cookies-withdraw", way.as_str()))));
    if let Some(period) = &rules.choice_kept_for {
        says.push(edition.with("cookies-kept", &[("period", edition.period(period).into())]).into());
    }
    if rules.honours_gpc == Some(true) {
        says.push(edition.get("cookies-gpc").into());
    }
    let mut blocks = Vec::new();
    if !says.is_empty() {
        blocks.push(Block::List(says));
    }
    let consent = cookies(edition).any(|cookie| cookie.category.value.needs_consent())
        || rules.categories.iter().any(|category| category.needs_consent());
    if consent && !ways.contains(&CookieWithdrawal::Site) {
        blocks.push(edition.missing(10, "missing-cookie-withdrawal", "7(3)"));
    }
    blocks
}
