//! CSV as Dutch and European spreadsheets open it by a double click: UTF-8 with a byte order mark, semicolons, CRLF.

use crate::text::Text;

/// The whole file.
pub(crate) fn write<'a>(
    head: impl IntoIterator<Item = &'a str>,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let in_memory = "writing into memory cannot fail, and every row is as long as the head";
    writer.write_record(head.into_iter().map(harmless)).expect(in_memory);
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).expect(in_memory);
    }
    writer.into_inner().expect(in_memory)
}

/// A cell: one line per text.
pub(crate) fn cell(texts: &[Text]) -> String {
    texts.iter().map(Text::words).collect::<Vec<_>>().join("\n")
}

/// A text that a spreadsheet would run as a formula gets a quote in front, so that it stays text.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula_or_a_second_cell() {
        let row = ["=1+1", "+31 6", "-x", "@sum", "a;b\"c", "one\ntwo", "\t=1"].map(str::to_owned).to_vec();
        let file = String::from_utf8(write(["a", "b", "c", "d", "e", "f", "g"], [row])).unwrap();
        let expected = "\u{feff}a;b;c;d;e;f;g\r\n'=1+1;'+31 6;'-x;'@sum;\"a;b\"\"c\";\"one\ntwo\";'\t=1\r\n";
        assert_eq!(file, expected);
    }
}
