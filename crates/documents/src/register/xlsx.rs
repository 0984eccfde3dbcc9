//! XLSX: one sheet, a frozen head, filters, cells that wrap. Opens in LibreOffice and Excel.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use waarborg_protocol::Protocol;
use waarborg_web::Lang;

use super::Register;
use super::csv::cell;
use crate::edition::Edition;

/// A cell of a spreadsheet holds no more characters.
const MOST_CHARACTERS: usize = 32_767;

/// The whole file. The same register gives the same bytes: the file carries no time of its own.
///
/// # Errors
/// When the writer refuses the sheet, for instance because it has more rows than a sheet can hold.
pub(crate) fn write(protocol: &Protocol, register: &Register, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let edition = Edition::new(protocol, lang);
    let title = edition.get(register.kind.title());
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(format!("{title} – {}", protocol.controller.name.value))
        .set_company(protocol.controller.name.value.as_str())
        .set_creation_datetime(&ExcelDateTime::from_ymd(2018, 5, 25)?);
    workbook.set_properties(&properties);
    sheet(edition, register, workbook.add_worksheet().set_name(edition.word("sheet", register.kind.word()))?)?;
    workbook.save_to_buffer()
}

fn sheet(edition: Edition<'_>, register: &Register, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00D5_E9EA))
        .set_border_bottom(FormatBorder::Medium);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Hair);
    let mut column_at = 0;
    for title in heads(edition, register) {
        sheet.write_string_with_format(0, column_at, title, &head)?;
        sheet.set_column_width(column_at, if column_at == 0 { 28 } else { 36 })?;
        column_at += 1;
    }
    let last_column = column_at - 1;
    let mut row_at = 0;
    for row in rows(edition, register) {
        row_at += 1;
        for (text, column_at) in row.iter().zip(0..) {
            let text: String = text.chars().take(MOST_CHARACTERS).collect();
            sheet.write_string_with_format(row_at, column_at, text, &body)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, row_at, last_column)?;
    sheet.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// The heads of all columns, as in every file that people open: the name first, the completeness mark last.
pub(crate) fn heads(edition: Edition<'_>, register: &Register) -> Vec<String> {
    let column = |column: &super::Column| match column.article {
        Some(article) => format!("{} ({})", column.title, edition.article(article)),
        None => column.title.clone(),
    };
    let own = register.columns.iter().map(column);
    std::iter::once(edition.get("column-activity")).chain(own).chain([edition.get("column-complete")]).collect()
}

/// The rows that belong to [`heads`].
pub(crate) fn rows<'a>(edition: Edition<'a>, register: &'a Register) -> impl Iterator<Item = Vec<String>> + 'a {
    register.rows.iter().map(move |row| {
        let lacks: Vec<&str> = register.lacks(row).map(|column| column.title.as_str()).collect();
        let mark = if lacks.is_empty() {
            edition.get("register-complete")
        } else {
            format!("{}: {}", edition.get("register-incomplete"), lacks.join(", "))
        };
        let cells = row.cells.iter().map(|texts| cell(texts));
        std::iter::once(row.name.words()).chain(cells).chain([mark]).collect()
    })
}
