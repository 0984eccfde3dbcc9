//! What the outside is told of the errors of this room: a stable code each, and names of fields, never a value or a name that was sent
//! and is not ours.

use waarborg_base::{Fault, Kind};
use waarborg_web::Problem;

use crate::value::FieldError;
use crate::{Error, WORDS};

/// Every code that a call may be refused with, and its status. The words of each are in `vault.ftl`, or `web.ftl` for those of the
/// house.
pub(crate) const CODES: &[(&str, u16)] = &[
    ("json-malformed", 400),
    ("json-member-missing", 400),
    ("json-member-unknown", 400),
    ("json-member-twice", 400),
    ("json-word-unknown", 400),
    ("json-type", 400),
    ("multipart-malformed", 400),
    ("multipart-part-missing", 400),
    ("multipart-part-unknown", 400),
    ("idempotency-key-missing", 400),
    ("idempotency-key-unfit", 400),
    ("purpose-unknown", 400),
    ("purpose-missing", 400),
    ("field-unknown", 400),
    ("field-banned", 400),
    ("field-no-identifier", 400),
    ("field-no-file", 400),
    ("field-twice", 400),
    ("field-without-purpose", 400),
    ("source-unknown", 400),
    ("same-person", 400),
    ("not-by-objection", 400),
    ("value-empty", 400),
    ("value-type", 400),
    ("value-too-long", 400),
    ("value-character", 400),
    ("value-form", 400),
    ("value-check-digit", 400),
    ("value-unknown-part", 400),
    ("value-file-apart", 400),
    ("client-unknown", 401),
    ("operation-not-allowed", 403),
    ("purpose-not-allowed", 403),
    ("file-withheld", 403),
    ("same-client", 403),
    ("other-site", 403),
    ("nobody", 404),
    ("condition-unknown", 404),
    ("file-unknown", 404),
    ("approval-unknown", 404),
    ("erasure-unknown", 404),
    ("leaf-unknown", 404),
    ("idempotency-key-reused", 409),
    ("identifier-known", 409),
    ("several-people", 409),
    ("objection-stands", 409),
    ("on-hold", 409),
    ("no-ground-to-keep", 409),
    ("fields-differ", 409),
    ("has-files", 409),
    ("files-not-kept", 409),
    ("conflict", 409),
    ("approval-not-usable", 410),
    ("too-large", 413),
    ("json-wanted", 415),
    ("multipart-wanted", 415),
    ("client-too-fast", 429),
    ("too-many", 429),
    ("internal", 500),
    ("erasure-not-journaled", 503),
    ("upload-stalled", 503),
    ("outcome-unknown", 503),
    ("took-too-long", 503),
    ("unavailable", 503),
];

/// Codes that any call may be refused with.
pub(crate) const OF_ANY: &[&str] =
    &["client-unknown", "client-too-fast", "too-many", "internal", "took-too-long", "unavailable"];

/// Codes of calls that take JSON.
pub(crate) const OF_JSON: &[&str] = &[
    "other-site",
    "too-large",
    "json-wanted",
    "json-malformed",
    "json-member-missing",
    "json-member-unknown",
    "json-member-twice",
    "json-word-unknown",
    "json-type",
];

/// Codes of calls that take an idempotency key.
pub(crate) const OF_KEYED: &[&str] =
    &["idempotency-key-missing", "idempotency-key-unfit", "idempotency-key-reused", "outcome-unknown", "conflict"];

/// Codes about values.
pub(super) const OF_VALUES: &[&str] = &[
    "value-empty",
    "value-type",
    "value-too-long",
    "value-character",
    "value-form",
    "value-check-digit",
    "value-unknown-part",
    "value-file-apart",
];

/// A problem in the words of this room.
pub(super) fn told(kind: Kind, code: &'static str) -> Problem {
    Problem::of(kind).told(&WORDS, code)
}

/// The problem that an error is to the caller. The error itself is for the log.
pub(super) fn of(error: &Error) -> Problem {
    use waarborg_store::Error as Store;
    let kind = error.kind();
    if matches!(kind, Kind::Internal | Kind::Unavailable) {
        let source = std::error::Error::source(error);
        tracing::error!(target: "waarborg::vault", %error, source, "a call failed");
    }
    let told = |code| told(kind, code);
    match error {
        Error::NotFound => told("nobody"),
        Error::UnknownPurpose => told("purpose-unknown"),
        Error::UnknownField(_) => told("field-unknown"),
        Error::Field(error) => field(error, kind),
        Error::NotAnIdentifier { field } => told("field-no-identifier").with("fields", [field.as_str()].as_slice()),
        Error::FieldTwice { .. } => told("field-twice"),
        Error::FieldWithoutPurpose { field } => {
            told("field-without-purpose").with("fields", [field.as_str()].as_slice())
        }
        Error::NoPurpose => told("purpose-missing"),
        Error::UnknownSource => told("source-unknown"),
        Error::NoGroundToKeep { field, .. } => told("no-ground-to-keep").with("fields", [field.as_str()].as_slice()),
        Error::OnHold { .. } => told("on-hold"),
        Error::Objected { .. } => told("objection-stands"),
        Error::NotByObjection { .. } => told("not-by-objection"),
        Error::HasFiles { .. } => told("has-files"),
        Error::FilesNotKept { field } => told("files-not-kept").with("fields", [field.as_str()].as_slice()),
        Error::NotAFile { field } => told("field-no-file").with("fields", [field.as_str()].as_slice()),
        Error::UnknownFile => told("file-unknown"),
        Error::UnknownApproval => told("approval-unknown"),
        Error::ApprovalNotUsable => told("approval-not-usable"),
        Error::SameClient => told("same-client"),
        Error::UnknownCondition => told("condition-unknown"),
        Error::SamePerson => told("same-person"),
        Error::FieldsDiffer { fields } => told("fields-differ").with("fields", fields.clone()),
        Error::Store(Store::KeyReused { .. }) => told("idempotency-key-reused"),
        Error::Store(Store::OutcomeUnknown { .. }) => told("outcome-unknown"),
        _ => Problem::of(kind),
    }
}

fn field(error: &FieldError, kind: Kind) -> Problem {
    let told = |code| told(kind, code);
    match error {
        FieldError::Unknown => told("field-unknown"),
        FieldError::Banned { field } => told("field-banned").with("fields", [&**field].as_slice()),
        FieldError::Value { field, source } => {
            let wanted = told(source.code()).with("fields", [&**field].as_slice()).with("expected", source.wanted);
            match source.part {
                Some(part) => wanted.with("part", part),
                None => wanted,
            }
        }
    }
}
