//! The checklist of GDPR Art. 13 and 14, item by item, against the statement as it is written.

use waarborg_protocol::Protocol;
use waarborg_web::Lang;

/// One item of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistItem {
    /// 1 to 17.
    pub number: u8,
    /// The article that asks for it.
    pub article: &'static str,
    /// The part of the statement in which it is answered.
    pub anchor: &'static str,
    /// Whether it is answered everywhere it has to be.
    pub met: bool,
}

/// Number, article and part.
const ITEMS: [(u8, &str, &str); 17] = [
    (1, "13(1)(a)", "controller"),
    (2, "13(1)(b)", "dpo"),
    (3, "13(1)(c)", "purposes"),
    (4, "14(1)(d)", "data"),
    (5, "13(1)(d)", "purposes"),
    (6, "13(1)(e)", "recipients"),
    (7, "13(1)(f)", "transfers"),
    (8, "13(2)(a)", "retention"),
    (9, "13(2)(b)", "rights"),
    (10, "13(2)(c)", "withdrawal"),
    (11, "13(2)(d)", "complaint"),
    (12, "13(2)(e)", "provision"),
    (13, "13(2)(f)", "decisions"),
    (14, "14(2)(f)", "data"),
    (15, "13(3)", "new-purposes"),
    (16, "21(4)", "objection"),
    (17, "26(2)", "joint"),
];

/// Which items of the checklist the statement of this protocol meets.
///
/// Nothing is decided here a second time: an item is met when the statement has its part and left no word open for it.
pub fn statement_covers(protocol: &Protocol) -> Vec<ChecklistItem> {
    let statement = super::statement(protocol, Lang::Nl, None);
    let html = statement.html();
    let open = statement.open_items();
    let item = |(number, article, anchor): (u8, &'static str, &'static str)| {
        let there = html.as_str().contains(&format!("id=\"{anchor}\""));
        ChecklistItem { number, article, anchor, met: there && !open.contains(&number) }
    };
    ITEMS.into_iter().map(item).collect()
}
