use waarborg_web::Lang;

use super::standing;
use crate::document::Document;
use crate::flow::flow_svg;
use crate::sample::usual;
use crate::{cookie_statement, recipient_list, retention_table, statement};

fn text(document: &Document) -> String {
    let parts = document.parts().into_iter().map(|part| format!("# {}\n{}\n", part.title, part.lines.join("\n")));
    parts.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_statement_reads_well_in_dutch() {
    insta::assert_snapshot!(text(&statement(&usual(), Lang::Nl, Some(&standing()))));
}

#[test]
fn the_statement_reads_well_in_english() {
    insta::assert_snapshot!(text(&statement(&usual(), Lang::En, Some(&standing()))));
}

#[test]
fn the_lists_read_well_in_dutch() {
    let lists = [
        cookie_statement(&usual(), Lang::Nl, None),
        recipient_list(&usual(), Lang::Nl, None),
        retention_table(&usual(), Lang::Nl, None),
    ];
    insta::assert_snapshot!(lists.each_ref().map(text).join("\n"));
}

#[test]
fn the_picture_is_drawn_the_same_as_before() {
    insta::assert_snapshot!(flow_svg(&usual(), Lang::Nl));
}
