//! Putting and getting files. Neither is ever whole in memory.

use std::sync::Arc;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use waarborg_base::{Ctx, Hasher, IdempotencyKey, Kind, Personal};
use waarborg_store::Tx;
use waarborg_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use waarborg_web::http::{Method, StatusCode};
use waarborg_web::{
    Audience, Body, IntoResponse, Problem, Request, Response, Route, Streaming, Upload, UploadPart, from_json, task,
};
use zeroize::Zeroizing;

use super::answer::{Answer, Leaf};
use super::call::{About, BASE, Call, Called, Endpoint, Input, Media, client};
use super::wire::Hex;
use super::{Api, key, problem};
use crate::client::{Client, Operation};
use crate::file::{self, Begun, FileAnswer, FileId, FileRead, FileStored, GetFile, NewFile, OpenedFile, Whole};
use crate::rules::Grant;
use crate::{Error, Token};

/// The largest body: a file of a gibibyte, and what is around it.
const MOST_BYTES: usize = (1 << 30) + (1 << 20);

/// Longest time for one file, either way.
const LONGEST: Duration = Duration::from_hours(2);

/// Longest wait for the next bytes of a file.
const STALLED: Duration = Duration::from_secs(30);

/// Largest first part of an upload.
const ABOUT_BYTES: usize = 16 * 1024;

/// How many sealed bytes are kept in one transaction: enough that the disk is not the limit, and few enough that nobody waits for them.
const STEP_BYTES: usize = 256 * 1024;

pub(super) fn endpoints(api: &Api) -> Vec<Endpoint> {
    vec![put(api), get(api)]
}

/// What a file is about: the first part of the body.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewFileAbout {
    /// Whose file.
    #[schemars(with = "Hex")]
    token: Token,
    /// In which field, of the kind file.
    field: String,
    /// What it is called.
    #[schemars(length(max = 255))]
    name: String,
    /// Its media type.
    #[serde(rename = "type")]
    #[schemars(length(max = 255))]
    media_type: String,
}

/// The body of an upload, for the description.
struct UploadBody;

impl JsonSchema for UploadBody {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NewFile".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "Two parts, in this order: about, and file.",
            "required": ["about", "file"],
            "properties": {
                "about": generator.subschema_for::<NewFileAbout>(),
                "file": { "type": "string", "format": "binary", "description": "The file itself, a gibibyte at most." },
            },
        })
    }
}

/// A file that is there.
#[derive(Serialize, JsonSchema)]
struct Stored {
    /// Names it.
    #[schemars(with = "Hex")]
    file: FileId,
    /// How long it is.
    size_bytes: u64,
    /// The number of the leaf in the ledger.
    leaf: i64,
}

impl Leaf for Stored {
    fn leaf(&self) -> Option<i64> {
        Some(self.leaf)
    }
}

impl From<FileStored> for Stored {
    fn from(FileStored { file, size_bytes, arrival }: FileStored) -> Self {
        Self { file, size_bytes, leaf: arrival }
    }
}

fn put(api: &Api) -> Endpoint {
    let path = "/files/put";
    let own = api.clone();
    let handler = move |request: Request| {
        let api = own.clone();
        async move {
            let client = client(request.extensions())?;
            if !client.may(Operation::File) {
                return Err(problem::told(Kind::Forbidden, "operation-not-allowed"));
            }
            let upload = Upload::read(request).await?;
            let key = key::of(upload.parts(), &client)?;
            let parts = upload.parts().clone();
            // On its own: when the client goes away, what it sent is removed.
            let received = task::aside(receive(api.clone(), client, key, upload)).await;
            let stored = received.ok_or_else(|| Problem::of(Kind::Internal))??;
            Answer::of(&Stored::from(stored))?.send(&api, &parts, StatusCode::CREATED).await
        }
    };
    let route = Route::post(format!("{BASE}{path}"), Audience::Client, handler);
    let about = About {
        method: Method::POST,
        path,
        open: false,
        operation: Some(Operation::File),
        summary: "Put a file with a person",
        keyed: true,
        receipted: true,
        input: Some(Media { kind: "multipart/form-data", schema: SchemaGenerator::subschema_for::<UploadBody> }),
        status: StatusCode::CREATED,
        answers: "The file is there.",
        output: Media::json::<Stored>(),
        problems: vec![
            "multipart-wanted",
            "multipart-malformed",
            "multipart-part-missing",
            "multipart-part-unknown",
            "upload-stalled",
            "value-too-long",
            "nobody",
            "field-unknown",
            "field-banned",
            "field-no-file",
            "field-without-purpose",
        ],
    };
    Endpoint::new(route.with_body_limit(MOST_BYTES).with_time(LONGEST), about)
}

async fn receive(
    api: Api,
    client: Arc<Client>,
    key: IdempotencyKey,
    mut upload: Upload,
) -> Result<FileStored, Problem> {
    let about = in_time(async { upload.part("about").await?.whole(ABOUT_BYTES).await }).await?;
    let NewFileAbout { token, field, name, media_type } = from_json(&about)?;
    if name.len() > 255 || media_type.len() > 255 {
        return Err(problem::told(Kind::Invalid, "value-too-long"));
    }
    let new = NewFile { token, field, name: Personal::new(name), media_type: Personal::new(media_type) };
    let vault = api.vault.clone();
    let begun = api.store.write(api.ctx(&client), move |ctx, tx| file::begin(ctx, tx, &vault, &new)).await;
    let begun = begun.map_err(|error| problem::of(&error))?;
    let number = begun.number();
    let ended = take_in(&api, &client, key, begun, upload).await;
    if !matches!(&ended, Ok((stored, own)) if stored.file == *own) {
        discard(&api, &client, number).await;
    }
    ended.map(|(stored, _)| stored)
}

/// Keeps the file as it comes in, and completes it: what is stored under the key, and the id of this upload.
async fn take_in(
    api: &Api,
    client: &Client,
    key: IdempotencyKey,
    mut begun: Begun,
    mut upload: Upload,
) -> Result<(FileStored, FileId), Problem> {
    let (own, mut size, mut content, mut sealed) = (begun.file, 0_u64, Hasher::new(), Vec::new());
    let mut piece: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(STEP_BYTES));
    let mut part = in_time(upload.part("file")).await?;
    loop {
        let full = fill(&mut part, &mut piece).await?;
        size += piece.len() as u64;
        content.update(&piece);
        begun.seal(&piece, &mut sealed).map_err(|_| too_large())?;
        piece.clear();
        if !full {
            break;
        }
        keep(api, client, &mut begun, std::mem::take(&mut sealed)).await?;
    }
    drop(part);
    in_time(upload.end()).await?;
    let place = begun.next_place();
    let whole: Whole = begun.finish(size, content.finish(), &mut sealed).map_err(|_| too_large())?;
    store(api, client, place, sealed).await?;
    let (ctx, vault) = (api.ctx(client).with_key(key), api.vault.clone());
    let stored = api.store.write(ctx, move |ctx, tx| file::complete(ctx, tx, &vault, &whole)).await;
    Ok((stored.map_err(|error| problem::of(&error))?, own))
}

/// Reads until there is enough for a step; `false` at the end of the file.
async fn fill(part: &mut UploadPart<'_>, piece: &mut Vec<u8>) -> Result<bool, Problem> {
    while piece.len() < STEP_BYTES {
        match in_time(part.next()).await? {
            Some(bytes) => piece.extend_from_slice(&bytes),
            None => return Ok(false),
        }
    }
    Ok(true)
}

async fn keep(api: &Api, client: &Client, begun: &mut Begun, sealed: Vec<u8>) -> Result<(), Problem> {
    let place = begun.next_place();
    store(api, client, place, sealed).await
}

async fn store(api: &Api, client: &Client, place: (i64, i64), sealed: Vec<u8>) -> Result<(), Problem> {
    let keep = move |_: &mut Ctx, tx: &mut Tx<'_>| file::keep(tx, place, &sealed);
    api.store.write(api.ctx(client), keep).await.map_err(|error| problem::of(&error))
}

async fn discard(api: &Api, client: &Client, number: i64) {
    let discard = move |_: &mut Ctx, tx: &mut Tx<'_>| file::discard(tx, number);
    if let Err(error) = api.store.write(api.ctx(client), discard).await {
        tracing::warn!(target: "waarborg::vault", %error, "an upload that broke off is removed later");
    }
}

async fn in_time<T>(reading: impl Future<Output = Result<T, Problem>> + Send) -> Result<T, Problem> {
    let read = task::within(STALLED, reading).await;
    read.unwrap_or_else(|| Err(problem::told(Kind::Unavailable, "upload-stalled")))
}

fn too_large() -> Problem {
    problem::told(Kind::Invalid, "value-too-long")
}

/// A file to give out.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Get {
    /// Whose file.
    #[schemars(with = "Hex")]
    token: Token,
    /// Which.
    #[schemars(with = "Hex")]
    file: FileId,
    /// What for, as the protocol names it.
    purpose: String,
}

impl Input for Get {
    type Domain = GetFile;

    fn domain(self, client: &Client) -> GetFile {
        let grant = if client.may_for(&self.purpose) { Grant::any() } else { Grant::of([]) };
        GetFile { token: self.token, file: self.file, purpose: self.purpose, grant }
    }
}

/// The bytes of a file, for the description.
struct FileBody;

impl JsonSchema for FileBody {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "File".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "binary" })
    }
}

fn get(api: &Api) -> Endpoint {
    let own = api.clone();
    let call = Call::new("/files/get", Operation::File, "Get a file, if the purpose allows it").refuses(&[
        "nobody",
        "file-unknown",
        "file-withheld",
        "purpose-unknown",
    ]);
    let handler = move |request: Request| {
        let api = own.clone();
        async move {
            let called = Called::<Get>::read(request, Operation::File).await?;
            let (ctx, vault, input) = (api.ctx(&called.client), api.vault.clone(), called.input.domain(&called.client));
            let opened = api.store.write(ctx, move |ctx, tx| file::open(ctx, tx, &vault, &input)).await;
            match opened.map_err(|error| problem::of(&error))? {
                FileAnswer::Given(file) => Ok(given(&api, file)),
                FileAnswer::UnknownPurpose => Err(problem::told(Kind::Invalid, "purpose-unknown")),
                FileAnswer::Withheld(reason) => {
                    Err(problem::told(Kind::Forbidden, "file-withheld").with("reason", reason.as_str()))
                }
            }
        }
    };
    let route = Route::post(call.address(), Audience::Client, handler);
    let media = Media { kind: "application/octet-stream", schema: SchemaGenerator::subschema_for::<FileBody> };
    call.described_as::<Get>(route, media)
}

/// The file as it opens. Its media type is what its sender said, so nobody's program is told to believe it.
fn given(api: &Api, file: OpenedFile) -> Response {
    let (streaming, body) = Streaming::new(Some(file.size_bytes));
    drop(task::aside(give(api.clone(), file.read, streaming)));
    let named = format!("attachment; filename*=UTF-8''{}", percent(file.name.reveal()));
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, named),
        (super::LEAF_HEADER, file.arrival.to_string()),
    ];
    (headers, Body::new(body)).into_response()
}

/// Sends a file, chunk after chunk. Stops where a chunk is gone or does not open: the connection then breaks off.
async fn give(api: Api, read: FileRead, streaming: Streaming) {
    let (mut opener, number) = (read.opener(), read.number());
    for place in 0.. {
        let sealed = api.store.read(move |tx: &mut Tx<'_>| file::chunk(tx, number, place)).await;
        let mut plain = Zeroizing::new(Vec::new());
        match sealed {
            Ok(Some(sealed)) if opener.push(&sealed, &mut plain).is_ok() => {
                if !streaming.send(plain.to_vec()).await {
                    return;
                }
            }
            Ok(None) if opener.finish(&mut plain).is_ok() => {
                streaming.send(plain.to_vec()).await;
                streaming.end().await;
                return;
            }
            Ok(_) => return refused(&Error::DoesNotOpen { what: "a file" }),
            Err(error) => return refused(&error),
        }
    }
}

fn refused(error: &Error) {
    tracing::error!(target: "waarborg::vault", %error, "a file broke off");
}

/// A name for the header `Content-Disposition` (RFC 8187).
fn percent(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
