use waarborg_base::Personal;

use super::model::Export;
use crate::record::Held;

/// As Dutch and European spreadsheets open it by a double click: UTF-8 with a byte order mark, semicolons, CRLF.
pub(super) fn write(export: &Export) -> Personal<String> {
    let mut file = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let in_memory = "writing into memory cannot fail, and every row is as long as the head";
    file.write_record(["field", "value", "source", "at", "replaced_at"]).expect(in_memory);
    for present in &export.fields {
        file.write_record(row(&present.field, &present.held, String::new())).expect(in_memory);
    }
    for earlier in &export.earlier {
        file.write_record(row(&earlier.field, &earlier.held, earlier.replaced_at.to_string())).expect(in_memory);
    }
    let bytes = file.into_inner().expect(in_memory);
    Personal::new(String::from_utf8(bytes).expect("written from text"))
}

fn row(field: &str, held: &Held, replaced_at: String) -> [String; 5] {
    [field.to_owned(), cell(&held.value), held.source.as_str().to_owned(), held.at.to_string(), replaced_at]
}

/// Text as it reads, anything else as JSON. What a spreadsheet would run as a formula gets a quote in front, so that it stays text; the
/// JSON of the same export has it as it is.
fn cell(value: &Personal<String>) -> String {
    let text = serde_json::from_str(value.reveal()).unwrap_or_else(|_| value.reveal().clone());
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}
