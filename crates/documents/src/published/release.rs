//! One version in force, with everything that follows from it.

use std::sync::OnceLock;

use waarborg_base::{Kind, Timestamp};
use waarborg_protocol::model::Words;
use waarborg_protocol::{Loaded, Protocol, load_written};
use waarborg_store::Tx;
use waarborg_web::{Cached, Lang, Page, Problem, Shell};

use super::leaf::{File, LEAVES, Leaf};
use crate::document::Document;
use crate::edition::Edition;
use crate::register::{self, RegisterKind, controller_register, processor_register};
use crate::version::{Version, in_force, list_versions, protocol_of, source_of};
use crate::versions::{feed, versions_page};
use crate::{
    Error, Standing, cookie_statement, findings_page, flow, recipient_list, retention_table, statement, statement_title,
};

/// How many versions the feed tells about with the words of their own statement.
const TOLD: usize = 20;

/// A version and what its statement says that it changed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The version.
    pub version: Version,
    /// Until when it was in force; `None` while it is.
    pub until: Option<Timestamp>,
    /// What it changed.
    pub changes: Option<Words>,
}

/// The version in force, all others by name, and a place for each document.
pub struct Release {
    loaded: Loaded,
    standing: Standing,
    entries: Vec<Entry>,
    rendered: [[OnceLock<Cached>; LEAVES.len()]; Lang::ALL.len()],
}

impl Release {
    /// A release of a loaded protocol. `entries` are all versions, the newest first, which is the one in force.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the protocol cannot run.
    pub fn new(loaded: Loaded, standing: Standing, entries: Vec<Entry>) -> Result<Self, Error> {
        if loaded.protocol.is_none() {
            return Err(Error::Invalid);
        }
        let rendered = std::array::from_fn(|_| std::array::from_fn(|_| OnceLock::new()));
        Ok(Self { loaded, standing, entries, rendered })
    }

    /// The version in force as the store has it; `None` before the first one is applied.
    ///
    /// # Errors
    /// When the store fails, or when the stored text does not run any longer.
    pub fn in_force(tx: &mut Tx<'_>) -> Result<Option<Self>, Error> {
        let Some(version) = in_force(tx)? else { return Ok(None) };
        let number = version.number;
        let Some(files) = source_of(tx, number)? else { return Ok(None) };
        let loaded = load_written(&files);
        if loaded.digest() != version.digest {
            return Err(Error::Altered { number });
        }
        let standing = Standing { number, digest: version.digest, from: version.applied_at, until: None };
        let entries = entries(tx)?;
        Self::new(loaded, standing, entries).map(Some).map_err(|_| Error::NoLongerRuns { number })
    }

    /// The protocol.
    pub fn protocol(&self) -> &Protocol {
        self.loaded.protocol.as_ref().expect("checked when this release was made")
    }

    /// Which version it is.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// All versions, the newest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The numbers of all versions but one, the newest first.
    pub(crate) fn other_versions(&self, number: i64) -> Vec<i64> {
        self.entries.iter().map(|entry| entry.version.number).filter(|other| *other != number).collect()
    }

    pub(super) fn leaf(&self, shell: &Shell, lang: Lang, at: usize) -> Result<Cached, Problem> {
        let place = &self.rendered[lang as usize][at];
        if let Some(rendered) = place.get() {
            return Ok(rendered.clone());
        }
        let rendered = self.render(shell, lang, LEAVES[at].1)?;
        Ok(place.get_or_init(|| rendered).clone())
    }

    fn render(&self, shell: &Shell, lang: Lang, leaf: Leaf) -> Result<Cached, Problem> {
        let (protocol, standing) = (self.protocol(), Some(&self.standing));
        let page = |document: &Document| {
            let path = LEAVES.iter().find(|(_, other)| *other == leaf).map_or("", |(path, _)| path);
            shell.cached(&self.page(lang, document, leaf).at(format!("/{lang}{path}")))
        };
        Ok(match leaf {
            Leaf::Statement => page(&statement(protocol, lang, standing)),
            Leaf::Cookies => page(&cookie_statement(protocol, lang, standing)),
            Leaf::Recipients => page(&recipient_list(protocol, lang, standing)),
            Leaf::Retention => page(&retention_table(protocol, lang, standing)),
            Leaf::Register(kind) => page(&register::page::register_page(protocol, kind, lang, standing)),
            Leaf::Flow => page(&flow::flow_page(protocol, lang, standing)),
            Leaf::Versions => page(&versions_page(protocol, lang, &self.entries)),
            Leaf::Findings => {
                let others = self.other_versions(self.standing.number);
                page(&findings_page(&self.loaded, lang, &others).ok_or_else(|| Problem::of(Kind::NotFound))?)
            }
            Leaf::FlowSvg => Cached::svg(flow::flow_svg(protocol, lang)),
            Leaf::FlowCsv => Cached::download("data-flow.csv", flow::flow_csv(protocol, lang)),
            Leaf::Feed => {
                Cached::of("application/atom+xml; charset=utf-8", feed(protocol, lang, &self.entries, &shell.frame()))
            }
            Leaf::RegisterFile(kind, file) => self.file(shell, lang, kind, file)?,
        })
    }

    fn page(&self, lang: Lang, document: &Document, leaf: Leaf) -> Page {
        let page = Page::new(lang, document.title.words(), document.html());
        match leaf {
            Leaf::Statement => page.about(Edition::new(self.protocol(), lang).naming("statement-about")),
            _ => page,
        }
    }

    fn file(&self, shell: &Shell, lang: Lang, kind: RegisterKind, file: File) -> Result<Cached, Problem> {
        let protocol = self.protocol();
        let frame = shell.frame();
        let register = match kind {
            RegisterKind::Controller => controller_register(protocol, lang),
            RegisterKind::Processor => processor_register(protocol, lang),
        };
        let name = |ending: &str| match kind {
            RegisterKind::Controller => format!("register-{lang}.{ending}"),
            RegisterKind::Processor => format!("register-processor-{lang}.{ending}"),
        };
        let schema = format!("{}/{lang}{}.schema.json", frame.public_url, kind.path());
        Ok(match file {
            File::Csv => Cached::download(&name("csv"), register::csv_file(protocol, &register, lang)),
            File::Xlsx => {
                let bytes =
                    register::xlsx::write(protocol, &register, lang).map_err(|_| Problem::of(Kind::Internal))?;
                Cached::download(&name("xlsx"), bytes)
            }
            File::Json => Cached::json(register::json::write(protocol, &register, lang, &schema, Some(&self.standing))),
            File::Schema => Cached::of("application/schema+json", register::json::schema(&register)),
            File::Turtle => Cached::of(
                "text/turtle; charset=utf-8",
                register::dpv::graph(protocol, kind, &frame.public_url).turtle(),
            ),
            File::JsonLd => {
                Cached::of("application/ld+json", register::dpv::graph(protocol, kind, &frame.public_url).json_ld())
            }
        })
    }
}

/// All versions with what they changed, the newest first.
fn entries(tx: &mut Tx<'_>) -> Result<Vec<Entry>, Error> {
    let mut until = None;
    let mut entries = Vec::new();
    for version in list_versions(tx)? {
        let told = entries.len() < TOLD;
        // A version that this program cannot read any longer is still listed.
        let protocol = if told { protocol_of(tx, version.number).ok().flatten() } else { None };
        let changes = protocol.and_then(|protocol| protocol.statement).and_then(|statement| statement.changes);
        let from = version.applied_at;
        entries.push(Entry { version, until, changes });
        until = Some(from);
    }
    Ok(entries)
}

/// The statement of a version, in force or not, as a page at its permanent address.
pub(crate) fn permanent(shell: &Shell, protocol: &Protocol, lang: Lang, standing: &Standing) -> Cached {
    let document = statement(protocol, lang, Some(standing));
    let title = format!("{} ({})", statement_title(protocol, lang), standing.number);
    let path = format!("/{lang}/privacy/versions/{}", standing.number);
    shell.cached(&Page::new(lang, title, document.html()).at(path).unlisted())
}
