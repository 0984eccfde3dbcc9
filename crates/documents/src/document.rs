//! A document: sections of blocks. What a statement, a list or a register says, before it is a page.

use askama::Template;
use waarborg_web::SafeHtml;

use crate::text::Text;

/// A document in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The `<h1>`.
    pub title: Text,
    /// What stands above the first section.
    pub opening: Vec<Block>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// Title of the table of contents; without it there is none.
    pub contents: Option<String>,
}

/// A section, with an address of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The fragment of its address. The same in every language, and kept for ever.
    pub anchor: String,
    /// Its heading.
    pub title: Text,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The words of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its address; empty for what stands above the first section.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// A line per piece.
    pub lines: Vec<String>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The opening sentence.
    Lead(Text),
    /// A paragraph.
    Paragraph(Text),
    /// A small line: date, version.
    Meta(Text),
    /// A list.
    List(Vec<Text>),
    /// Terms and what is said of each.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A heading inside a section, with its own address.
    Heading {
        /// The fragment of its address.
        anchor: String,
        /// The words.
        text: Text,
    },
    /// Something set apart from everything else.
    Callout {
        /// How it looks.
        kind: Callout,
        /// The fragment of its address.
        anchor: Option<&'static str>,
        /// Its title.
        title: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// The short layer of a layered statement.
    Cards(Vec<Card>),
    /// Links to other pages or files, in one row.
    Links {
        /// What the row is, for those who do not see it.
        label: String,
        /// The links.
        links: Vec<Text>,
    },
    /// A picture with the table that says the same.
    Picture(Box<Picture>),
}

/// What a term stands for: one text, or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The term.
    pub term: Text,
    /// What is said of it.
    pub says: Vec<Text>,
}

/// How a callout looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callout {
    /// To be seen.
    Notice,
    /// Not stated; leaves this item of the Art. 13/14 checklist open.
    Missing(u8),
    /// What changed.
    Changed,
}

/// A card: a question, its short answer, and where the long one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The question.
    pub title: String,
    /// The short answer.
    pub says: Text,
    /// Where the long answer is.
    pub more: Text,
}

/// A table. The first cell of each row is its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The fragment of its address.
    pub anchor: String,
    /// What it shows.
    pub caption: Text,
    /// Headings of the columns.
    pub head: Vec<String>,
    /// Rows of cells; a cell holds one text, or a list.
    pub rows: Vec<Vec<Vec<Text>>>,
}

/// An inline SVG with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The SVG element.
    pub svg: SafeHtml,
    /// What it shows, for those who do not see it.
    pub label: String,
    /// The line below it.
    pub caption: Text,
    /// What opens the table.
    pub summary: String,
    /// The same in a table.
    pub table: Table,
}

impl Document {
    /// The body of its page.
    pub fn html(&self) -> SafeHtml {
        SafeHtml::of(&DocumentHtml { document: self })
    }

    /// Every block, those inside callouts included.
    pub fn blocks(&self) -> Vec<&Block> {
        let mut blocks = Vec::new();
        gather(&self.opening, &mut blocks);
        self.sections.iter().for_each(|section| gather(&section.blocks, &mut blocks));
        blocks
    }

    /// Numbers of the checklist items that are left open somewhere, each once, in order.
    pub fn open_items(&self) -> Vec<u8> {
        let mut items: Vec<u8> = Vec::new();
        for block in self.blocks() {
            if let Block::Callout { kind: Callout::Missing(item), .. } = block {
                items.push(*item);
            }
            items.extend(block.texts().into_iter().flat_map(Text::open_items));
        }
        items.sort_unstable();
        items.dedup();
        items
    }

    /// The words alone, part by part: for comparisons and tests. What stands above the first section is a part too.
    pub fn parts(&self) -> Vec<Part> {
        let part = |anchor: &str, title: String, blocks: &[Block]| Part {
            anchor: anchor.to_owned(),
            title,
            lines: blocks.iter().flat_map(Block::lines).collect(),
        };
        let sections =
            self.sections.iter().map(|section| part(&section.anchor, section.title.words(), &section.blocks));
        std::iter::once(part("", self.title.words(), &self.opening)).chain(sections).collect()
    }
}

fn gather<'a>(blocks: &'a [Block], into: &mut Vec<&'a Block>) {
    for block in blocks {
        into.push(block);
        if let Block::Callout { blocks, .. } = block {
            gather(blocks, into);
        }
    }
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: impl Into<Text>) -> Self {
        Self::Paragraph(text.into())
    }

    /// A heading inside a section.
    pub fn heading(anchor: impl Into<String>, text: impl Into<Text>) -> Self {
        Self::Heading { anchor: anchor.into(), text: text.into() }
    }

    fn texts(&self) -> Vec<&Text> {
        match self {
            Self::Lead(text) | Self::Paragraph(text) | Self::Meta(text) | Self::Heading { text, .. } => vec![text],
            Self::List(texts) | Self::Links { links: texts, .. } => texts.iter().collect(),
            Self::Facts(facts) => facts.iter().flat_map(|fact| &fact.says).collect(),
            Self::Table(table) => table.rows.iter().flatten().flatten().collect(),
            Self::Cards(cards) => cards.iter().map(|card| &card.says).collect(),
            Self::Callout { .. } => Vec::new(),
            Self::Picture(picture) => picture.table.rows.iter().flatten().flatten().collect(),
        }
    }

    fn lines(&self) -> Vec<String> {
        match self {
            Self::Lead(text) | Self::Paragraph(text) | Self::Meta(text) => vec![text.words()],
            Self::Heading { text, .. } => vec![format!("## {}", text.words())],
            Self::List(texts) => texts.iter().map(|text| format!("- {}", text.words())).collect(),
            Self::Links { .. } => Vec::new(),
            Self::Facts(facts) => {
                facts.iter().map(|fact| format!("{}: {}", fact.term.words(), list(&fact.says))).collect()
            }
            Self::Table(table) => table.lines(),
            Self::Picture(picture) => picture.table.lines(),
            Self::Cards(cards) => cards.iter().map(|card| format!("{}: {}", card.title, card.says.words())).collect(),
            Self::Callout { title, blocks, .. } => {
                std::iter::once(format!("! {title}")).chain(blocks.iter().flat_map(Self::lines)).collect()
            }
        }
    }
}

impl Table {
    fn lines(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.iter().map(|cell| list(cell)).collect::<Vec<_>>().join(" | ")).collect()
    }
}

fn list(texts: &[Text]) -> String {
    texts.iter().map(Text::words).collect::<Vec<_>>().join("; ")
}

impl Fact {
    /// A term and one text.
    pub fn new(term: impl Into<Text>, says: impl Into<Text>) -> Self {
        Self { term: term.into(), says: vec![says.into()] }
    }

    /// A term and a list.
    pub fn list(term: impl Into<Text>, says: Vec<Text>) -> Self {
        Self { term: term.into(), says }
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentHtml<'a> {
    document: &'a Document,
}

#[derive(Template)]
#[template(path = "blocks.html")]
struct Blocks<'a> {
    blocks: &'a [Block],
}

/// One text as it is, several as a list.
#[derive(Template)]
#[template(path = "says.html")]
struct Says<'a> {
    texts: &'a [Text],
}

impl askama::filters::HtmlSafe for Blocks<'_> {}
impl askama::filters::HtmlSafe for Says<'_> {}
