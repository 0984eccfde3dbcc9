//! The cookie statement: every cookie of every site, by name (Tw Art. 11.7a; C-673/17 asks for life and provider).

use waarborg_protocol::Protocol;
use waarborg_protocol::model::{Cookie, CookieLife, Named, Site};
use waarborg_web::Lang;

use crate::Standing;
use crate::document::{Block, Document, Section, Table};
use crate::edition::Edition;
use crate::statement::changes::version_line;
use crate::statement::controller::web;
use crate::statement::cookies::choices;
use crate::text::Text;

/// The cookie statement in one language.
pub fn cookie_statement(protocol: &Protocol, lang: Lang, standing: Option<&Standing>) -> Document {
    let edition = Edition::new(protocol, lang);
    let mut opening = vec![
        Block::Meta(version_line(edition, standing)),
        Block::Lead(edition.naming("cookies-lead").into()),
        Block::paragraph(edition.get("cookies-text")),
    ];
    if let Some(rules) = &protocol.cookies {
        opening.extend(edition.said(rules.words.as_ref()));
        opening.extend(choices(edition, rules));
    }
    let mut sections: Vec<Section> = protocol.site.iter().map(|site| section(edition, site)).collect();
    if sections.is_empty() {
        opening.push(Block::paragraph(edition.get("cookies-no-sites")));
    }
    sections.push(kinds(edition));
    Document { title: edition.get("cookies-title").into(), opening, sections, contents: None }
}

fn section(edition: Edition<'_>, site: &Named<Site>) -> Section {
    let address = site.url.as_ref().map(|url| web(&url.value));
    let title = site.name.as_ref().map(|name| edition.say(name));
    let mut blocks: Vec<Block> = match (&title, &address) {
        (Some(_), Some(address)) => vec![Block::Meta(address.clone())],
        _ => Vec::new(),
    };
    let title: Text =
        title.or_else(|| address.map(|address| address.words().into())).unwrap_or_else(|| site.id.as_str().into());
    if !site.cookie.is_empty() {
        blocks.push(Block::Table(table(edition, site, &title)));
    } else if site.uses_cookies == Some(false) {
        blocks.push(Block::paragraph(edition.get("cookies-none")));
    } else {
        blocks.push(edition.missing(0, "missing-cookies", "13(1)(c)"));
    }
    Section { anchor: format!("site-{}", site.id), title, blocks }
}

fn table(edition: Edition<'_>, site: &Named<Site>, title: &Text) -> Table {
    Table {
        anchor: format!("cookies-{}", site.id),
        caption: edition.with("cookies-caption", &[("site", title.words().into())]).into(),
        head: ["cookie", "cookie-for", "cookie-by", "cookie-category", "cookie-life"]
            .map(|key| edition.get(key))
            .to_vec(),
        rows: site.cookie.iter().map(|cookie| row(edition, cookie)).collect(),
    }
}

fn row(edition: Edition<'_>, cookie: &Named<Cookie>) -> Vec<Vec<Text>> {
    let name = Text::plain(cookie.name.as_str());
    let storage = cookie.storage.map(|storage| Text::plain(edition.word("storage", storage.as_str())));
    let provider = cookie.provider.as_ref().and_then(|provider| edition.protocol.recipient.get(&provider.id));
    let provider = match provider {
        Some(recipient) => {
            let link = edition.path(&format!("/recipients#{}", recipient.id));
            edition.say(&recipient.name).linked(&link)
        }
        None => edition.organisation().into(),
    };
    let life = match &cookie.life {
        CookieLife::Session => edition.get("cookie-session"),
        CookieLife::For(period) => edition.period(period),
    };
    vec![
        std::iter::once(name).chain(storage).collect(),
        vec![edition.say(&cookie.description)],
        vec![provider],
        vec![edition.word("cookie-category", cookie.category.value.as_str()).into()],
        vec![life.into()],
    ]
}

/// What each category in use means, and whether it waits for a yes.
fn kinds(edition: Edition<'_>) -> Section {
    use waarborg_protocol::model::CookieCategory;
    let used = |category: &CookieCategory| {
        edition.protocol.site.iter().flat_map(|site| &site.cookie).any(|cookie| cookie.category.value == *category)
            || edition.protocol.cookies.as_ref().is_some_and(|rules| rules.categories.contains(category))
    };
    let line = |category: &CookieCategory| {
        let word = category.as_str();
        let consent = if category.needs_consent() { "cookie-asks" } else { "cookie-asks-not" };
        Text::strong(edition.word("cookie-category", word)).then(format!(
            ": {} {}",
            edition.get(&format!("cookie-category-{word}-means")),
            edition.get(consent)
        ))
    };
    let lines: Vec<Text> = CookieCategory::ALL.iter().filter(|category| used(category)).map(line).collect();
    let blocks = if lines.is_empty() { vec![Block::Paragraph(edition.unknown())] } else { vec![Block::List(lines)] };
    Section { anchor: "categories".to_owned(), title: edition.get("cookie-categories-title").into(), blocks }
}
