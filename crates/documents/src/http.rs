//! Where each document is served. All of it is public.

use std::future::ready;
use std::sync::Arc;

use waarborg_base::{Clock, Fault, Kind};
use waarborg_protocol::{Protocol, load_written};
use waarborg_store::Store;
use waarborg_web::{Audience, Cached, Lang, Page, Path, Problem, Request, Response, Route, Routes};

use crate::compare::comparison;
use crate::published::{LEAVES, Leaf, Older, Published, Release, gpc_json, nothing_yet, permanent, security_txt};
use crate::version::{number_in_force, protocol_of, source_of};
use crate::{Error, Standing, WORDS, findings_page, flow};

/// What the pages of this room stand on. Clones share it.
#[derive(Clone)]
pub struct Documents {
    /// Where older versions are.
    pub store: Store,
    /// What is in force.
    pub published: Arc<Published>,
    /// For the date until which `security.txt` holds.
    pub clock: Arc<dyn Clock>,
}

impl Documents {
    /// Publishes the version in force when it is another than visitors see; whether it was. For the start of the server, and
    /// for as often as it wants to know whether somebody applied another one.
    ///
    /// # Errors
    /// When the store fails, or the version in force cannot run: visitors then keep seeing the one before.
    pub async fn refresh(&self) -> Result<bool, Error> {
        let seen = self.published.release().map(|release| release.standing().number);
        let release = self
            .store
            .read(move |tx| if number_in_force(tx)? == seen { Ok(None) } else { Release::in_force(tx) })
            .await?;
        let found = release.is_some();
        if let Some(release) = release {
            self.published.publish(release);
        }
        Ok(found)
    }

    async fn version(&self, number: i64) -> Result<(Protocol, Standing), Problem> {
        let release = self.published.release().ok_or_else(nothing_yet)?;
        let entry = release.entries().iter().find(|entry| entry.version.number == number).ok_or_else(unknown)?;
        let standing =
            Standing { number, digest: entry.version.digest, from: entry.version.applied_at, until: entry.until };
        let protocol = self.store.read(move |tx| protocol_of(tx, number)).await.map_err(|error| failed(&error))?;
        Ok((protocol.ok_or_else(unknown)?, standing))
    }

    async fn statement(&self, lang: Lang, number: i64) -> Result<Cached, Problem> {
        let which = Older::Statement(lang, number);
        if let Some(kept) = self.published.find_older(which) {
            return Ok(kept);
        }
        let (protocol, standing) = self.version(number).await?;
        Ok(self.published.keep(which, permanent(self.published.shell(), &protocol, lang, &standing)))
    }

    async fn comparison(&self, lang: Lang, from: i64, to: i64) -> Result<Cached, Problem> {
        let which = Older::Comparison(lang, from, to);
        if let Some(kept) = self.published.find_older(which) {
            return Ok(kept);
        }
        let ((earlier, _), (later, _)) = (self.version(from).await?, self.version(to).await?);
        let document = comparison((from, &earlier), (to, &later), lang);
        let path = format!("/{lang}/privacy/versions/{from}/compare/{to}");
        let page = Page::new(lang, document.title.words(), document.html()).at(path).unlisted();
        Ok(self.published.keep(which, self.published.shell().cached(&page)))
    }

    async fn findings(&self, lang: Lang, number: i64) -> Result<Cached, Problem> {
        let which = Older::Findings(lang, number);
        if let Some(kept) = self.published.find_older(which) {
            return Ok(kept);
        }
        let release = self.published.release().ok_or_else(nothing_yet)?;
        let files = self.store.read(move |tx| source_of(tx, number)).await.map_err(|error| failed(&error))?;
        let files = files.ok_or_else(unknown)?;
        let document =
            findings_page(&load_written(&files), lang, &release.other_versions(number)).ok_or_else(unknown)?;
        let path = format!("/{lang}/privacy/versions/{number}/check");
        let page = Page::new(lang, document.title.words(), document.html()).at(path).unlisted();
        Ok(self.published.keep(which, self.published.shell().cached(&page)))
    }

    async fn text(&self, number: i64, json: bool) -> Result<Cached, Problem> {
        let which = Older::Text { number, json };
        if let Some(kept) = self.published.find_older(which) {
            return Ok(kept);
        }
        let files = self.store.read(move |tx| source_of(tx, number)).await.map_err(|error| failed(&error))?;
        let files = files.ok_or_else(unknown)?;
        let text =
            if json { as_json(number, &files) } else { Cached::of("text/plain; charset=utf-8", as_text(&files)) };
        Ok(self.published.keep(which, text))
    }
}

/// The files below each other, each under its name.
fn as_text(files: &[(String, String)]) -> String {
    let file = |(name, text): &(String, String)| format!("# ── {name} ──\n\n{}\n", text.trim_end());
    files.iter().map(file).collect::<Vec<_>>().join("\n")
}

fn as_json(number: i64, files: &[(String, String)]) -> Cached {
    let files: Vec<_> = files.iter().map(|(name, text)| serde_json::json!({ "name": name, "text": text })).collect();
    Cached::json(format!("{}\n", serde_json::json!({ "number": number, "files": files })))
}

/// The number in an address. What is no number is no version: it is not there, rather than wrong.
fn parse(number: &str) -> Result<i64, Problem> {
    number.parse().map_err(|_| unknown())
}

/// There is no version of that number.
fn unknown() -> Problem {
    Problem::of(Kind::NotFound).told(&WORDS, "version-unknown")
}

/// The outside hears what kind of failure it was; the log hears which.
fn failed(error: &Error) -> Problem {
    tracing::error!(%error, source = std::error::Error::source(error), "a version cannot be shown");
    Problem::from_fault(error as &dyn Fault)
}

/// The routes of this room. `demo` adds the page with what the text lacks.
pub fn routes(documents: &Documents, demo: bool) -> Routes {
    let pages =
        Lang::ALL.into_iter().flat_map(|lang| LEAVES.iter().enumerate().map(move |(at, leaf)| (lang, at, leaf)));
    let shown = pages.filter(|(_, _, (_, leaf))| demo || *leaf != Leaf::Findings);
    let leaves = shown.map(|(lang, at, (path, _))| {
        let published = Arc::clone(&documents.published);
        Route::get(format!("/{lang}{path}"), Audience::Public, move |request: Request| {
            ready(published.leaf(lang, at).map(|cached| cached.answer(request.headers())))
        })
    });
    let leaves: Routes = leaves.collect();
    Lang::ALL
        .into_iter()
        .fold(leaves.and(well_known(documents)), |routes, lang| routes.and(versions(documents, lang, demo)))
}

type Answer = Result<Response, Problem>;

fn versions(documents: &Documents, lang: Lang, demo: bool) -> Routes {
    let statement = documents.clone();
    let statement = move |Path(number): Path<String>, request: Request| {
        let documents = statement.clone();
        async move { Answer::Ok(documents.statement(lang, parse(&number)?).await?.answer(request.headers())) }
    };
    let compare = documents.clone();
    let compare = move |Path((from, to)): Path<(String, String)>, request: Request| {
        let documents = compare.clone();
        async move { Answer::Ok(documents.comparison(lang, parse(&from)?, parse(&to)?).await?.answer(request.headers())) }
    };
    let text = |json: bool| {
        let documents = documents.clone();
        move |Path(number): Path<String>, request: Request| {
            let documents = documents.clone();
            async move { Answer::Ok(documents.text(parse(&number)?, json).await?.answer(request.headers())) }
        }
    };
    let picture = Arc::clone(&documents.published);
    let picture = move |Path(purpose): Path<String>, request: Request| {
        ready(purpose_picture(&picture, lang, &purpose).map(|cached| cached.answer(request.headers())))
    };
    let findings = documents.clone();
    let findings = move |Path(number): Path<String>, request: Request| {
        let documents = findings.clone();
        async move { Answer::Ok(documents.findings(lang, parse(&number)?).await?.answer(request.headers())) }
    };
    let version = format!("/{lang}/privacy/versions/{{number}}");
    let shown = Routes::new()
        .with(Route::get(version.as_str(), Audience::Public, statement))
        .with(Route::get(format!("{version}/protocol"), Audience::Public, text(false)))
        .with(Route::get(format!("{version}/protocol.json"), Audience::Public, text(true)))
        .with(Route::get(format!("{version}/compare/{{to}}"), Audience::Public, compare))
        .with(Route::get(format!("/{lang}/data-flow/{{purpose}}"), Audience::Public, picture));
    if demo { shown.with(Route::get(format!("{version}/check"), Audience::Public, findings)) } else { shown }
}

/// The picture of one purpose: `/nl/data-flow/newsletter.svg`.
fn purpose_picture(published: &Published, lang: Lang, file: &str) -> Result<Cached, Problem> {
    let release = published.release().ok_or_else(nothing_yet)?;
    let not_there = || Problem::of(Kind::NotFound);
    let purpose = file.strip_suffix(".svg").ok_or_else(not_there)?;
    let svg = flow::purpose_flow_svg(release.protocol(), lang, purpose).ok_or_else(not_there)?;
    Ok(Cached::svg(svg))
}

fn well_known(documents: &Documents) -> Routes {
    let published = Arc::clone(&documents.published);
    let gpc = move |request: Request| {
        let gpc = |release: &Release| Cached::json(gpc_json(release.protocol(), release.standing()));
        let answer = published.release().map(|release| gpc(&release).answer(request.headers()));
        ready(answer.ok_or_else(nothing_yet))
    };
    let (published, clock) = (Arc::clone(&documents.published), Arc::clone(&documents.clock));
    let security = move |request: Request| {
        let url = published.shell().frame().public_url.clone();
        let text = published.release().and_then(|release| security_txt(release.protocol(), &url, clock.now()));
        let answer = text.map(|text| Cached::of("text/plain; charset=utf-8", text).answer(request.headers()));
        ready(answer.ok_or_else(|| Problem::of(Kind::NotFound)))
    };
    Routes::new().with(Route::get("/.well-known/gpc.json", Audience::Public, gpc)).with(Route::get(
        "/.well-known/security.txt",
        Audience::Public,
        security,
    ))
}
