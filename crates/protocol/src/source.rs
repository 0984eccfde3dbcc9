//! Where a piece of a protocol stands: file, line, column.

use std::fmt;

/// One file of a protocol, by its place in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A stretch of bytes in one file. Kept through includes and presets, so a problem is shown where its author wrote it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The very first byte of a file, for what is missing altogether.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    pub(crate) fn of(file: FileId, range: std::ops::Range<usize>) -> Self {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: byte(range.start), end: byte(range.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.0, self.start, self.end)
    }
}

/// A span for a person: file, line and column counted from 1 (columns in characters), and the line itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Name of the file, relative to the protocol's folder; a preset is called `preset:nl`.
    pub file: &'a str,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters the span covers on this line; at least 1.
    pub width: usize,
    /// The whole line, without its ending.
    pub text: &'a str,
}

#[derive(Debug, Clone)]
struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<u32>,
}

/// The texts of all files that make up one protocol.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    pub(crate) fn add(&mut self, name: String, text: String) -> FileId {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
            .map(|at| u32::try_from(at).unwrap_or(u32::MAX))
            .collect();
        self.files.push(SourceFile { name, text, line_starts });
        FileId(u32::try_from(self.files.len() - 1).expect("fewer than four thousand million files"))
    }

    /// Name and text of every file, in the order they were read: the main file first.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|file| (file.name.as_str(), file.text.as_str()))
    }

    /// The name of one file.
    pub fn name(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].name
    }

    /// The text of one file.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }

    /// Where `span` begins, for a person.
    pub fn place(&self, span: Span) -> Place<'_> {
        let file = &self.files[span.file.0 as usize];
        let line = file.line_starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let from = file.line_starts[line] as usize;
        // The end is looked up, not looked for: a thousand findings on one long line would read it a thousand times.
        let to = file.line_starts.get(line + 1).map_or(file.text.len(), |next| *next as usize);
        let text = file.text[from..to].trim_end_matches(['\n', '\r']);
        let column_at = floor_boundary(text, (span.start as usize).saturating_sub(from));
        let end_at = floor_boundary(text, (span.end as usize).saturating_sub(from)).max(column_at);
        Place {
            file: &file.name,
            line: line + 1,
            column: text[..column_at].chars().count() + 1,
            width: text[column_at..end_at].chars().count().max(1),
            text,
        }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_and_survives_the_end_of_the_file() {
        let mut sources = Sources::default();
        let file = sources.add("a.toml".into(), "één = 1\r\nb = 2".into());
        let place = |start, end| {
            let place = sources.place(Span { file, start, end });
            (place.line, place.column, place.width, place.text)
        };
        assert_eq!(place(0, 5), (1, 1, 3, "één = 1"));
        assert_eq!(place(6, 7), (1, 5, 1, "één = 1"));
        assert_eq!(place(11, 12), (2, 1, 1, "b = 2"));
        assert_eq!(place(99, 120), (2, 6, 1, "b = 2"));
        assert_eq!(place(1, 1), (1, 1, 1, "één = 1"), "inside a character");
    }
}
