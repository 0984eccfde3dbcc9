use waarborg_base::{Fault, Kind};

use crate::rules::{HoldGround, UnknownField};
use crate::value::FieldError;

/// What can go wrong in the vault. Holds ids and names of fields, never values.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody has this token or identifier, now. Says the same of somebody who was erased.
    #[error("nobody has this token or identifier")]
    NotFound,
    /// The protocol in force has no such purpose. The name is not repeated: it may be a value in the wrong place.
    #[error("the protocol in force has no purpose of this name")]
    UnknownPurpose,
    /// The protocol in force has no such field.
    #[error(transparent)]
    UnknownField(#[from] UnknownField),
    /// A field or its value cannot be taken in.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The field cannot be looked up: no index is kept of it.
    #[error("field {field} cannot be looked up: it is no identifier")]
    NotAnIdentifier {
        /// The field.
        field: String,
    },
    /// A field is named twice in one call.
    #[error("the field at position {position} is named before")]
    FieldTwice {
        /// Position in the list, from 0.
        position: usize,
    },
    /// None of the person's purposes uses the field, so it may not be collected (GDPR Art. 5(1)(c)).
    #[error("none of the purposes uses field {field}: without a purpose it may not be kept")]
    FieldWithoutPurpose {
        /// The field.
        field: String,
    },
    /// A person needs a purpose to be taken up for.
    #[error("name at least one purpose")]
    NoPurpose,
    /// The protocol's language has no such source.
    #[error("no such source; one of: {}", waarborg_protocol::model::Source::WORDS.join(", "))]
    UnknownSource,
    /// Nothing in the protocol obliges to keep the field on this ground.
    #[error("nothing in the protocol obliges to keep field {field} on ground {}", ground.as_str())]
    NoGroundToKeep {
        /// The field.
        field: String,
        /// The ground.
        ground: HoldGround,
    },
    /// A legal hold stands: nothing may be erased (GDPR Art. 17(3)).
    #[error("a legal hold stands: {}", ground.as_str())]
    OnHold {
        /// On which ground.
        ground: HoldGround,
    },
    /// An objection to the purpose stands; lift it first.
    #[error("an objection to purpose {purpose} stands")]
    Objected {
        /// The purpose.
        purpose: String,
    },
    /// The person has no such condition.
    #[error("no such restriction, objection or hold")]
    UnknownCondition,
    /// The two tokens already mean the same person.
    #[error("both tokens mean the same person")]
    SamePerson,
    /// Fields in which two records differ were not chosen.
    #[error("the records differ in {}: choose for each whose value is right", fields.join(", "))]
    FieldsDiffer {
        /// The fields.
        fields: Vec<String>,
    },
    /// The keys of this server are not those of this database.
    #[error("these keys are not the keys of this database")]
    OtherKeys,
    /// The keys of this server are older than the database: they were rotated elsewhere.
    #[error("the keys of this server are behind: the database is at epoch {database}, the keys are at {keys}")]
    KeysBehind {
        /// The epoch of the database.
        database: u32,
        /// The newest epoch of the keys.
        keys: u32,
    },
    /// There are people, and nobody has a key: a restore stopped before it put the keys in.
    #[error("the database has people, and the key of nobody: a restore stopped before it put the keys in")]
    NoPersonKeys,
    /// Keys are still wrapped under an epoch whose key is gone: those people cannot be read any more.
    #[error("{left} person keys are wrapped under an epoch key that this server does not have; put that key file back")]
    KeysLeft {
        /// How many.
        left: u64,
    },
    /// What is stored does not open in its place: it was altered or moved, or the keys are others.
    #[error("{what} does not open: it was altered or moved")]
    DoesNotOpen {
        /// What, in the words of the schema.
        what: &'static str,
    },
    /// The field holds no files.
    #[error("field {field} holds no files")]
    NotAFile {
        /// The field.
        field: String,
    },
    /// The person has no such file.
    #[error("no such file")]
    UnknownFile,
    /// Nobody asked for such a bulk read.
    #[error("no such bulk read")]
    UnknownApproval,
    /// The bulk read is not approved, was used already, or waited too long.
    #[error("the bulk read is not approved, was done already, or waited too long")]
    ApprovalNotUsable,
    /// Who asked cannot approve.
    #[error("another client has to approve: four eyes")]
    SameClient,
    /// A client that cannot be.
    #[error("no such client can be: {why}")]
    ClientUnfit {
        /// What is wrong with it.
        why: &'static str,
    },
    /// A client has this name already.
    #[error("a client {name} is there already, or was; choose another name")]
    ClientNameTaken {
        /// The name.
        name: String,
    },
    /// No client of this name can be disabled.
    #[error("no client {name} is there, or it is disabled already")]
    NoSuchClient {
        /// The name.
        name: String,
    },
    /// The purpose cannot be objected to on this ground, or the objection cannot be overridden (GDPR Art. 21).
    #[error("purpose {purpose} does not allow this: see GDPR Art. 21")]
    NotByObjection {
        /// The purpose.
        purpose: String,
    },
    /// The record that is to go has files, which cannot be moved.
    #[error("the other record has {files} files, which cannot be moved: let that record be the one that stays")]
    HasFiles {
        /// How many.
        files: i64,
    },
    /// A file cannot be kept past an erasure.
    #[error("field {field} holds files, and these cannot be kept past an erasure")]
    FilesNotKept {
        /// The field.
        field: String,
    },
    /// The ledger: what it does not take, did not happen.
    #[error(transparent)]
    Ledger(#[from] waarborg_ledger::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] waarborg_store::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound
            | Self::UnknownCondition
            | Self::UnknownFile
            | Self::UnknownApproval
            | Self::NoSuchClient { .. } => Kind::NotFound,
            Self::ApprovalNotUsable => Kind::Gone,
            Self::SameClient => Kind::Forbidden,
            Self::UnknownPurpose
            | Self::UnknownField(_)
            | Self::NotAnIdentifier { .. }
            | Self::FieldTwice { .. }
            | Self::FieldWithoutPurpose { .. }
            | Self::NoPurpose
            | Self::UnknownSource
            | Self::NotByObjection { .. }
            | Self::SamePerson
            | Self::NotAFile { .. }
            | Self::ClientUnfit { .. } => Kind::Invalid,
            Self::NoGroundToKeep { .. }
            | Self::HasFiles { .. }
            | Self::FilesNotKept { .. }
            | Self::OnHold { .. }
            | Self::ClientNameTaken { .. }
            | Self::Objected { .. }
            | Self::FieldsDiffer { .. } => Kind::Conflict,
            Self::KeysBehind { .. } => Kind::Unavailable,
            Self::OtherKeys | Self::NoPersonKeys | Self::KeysLeft { .. } | Self::DoesNotOpen { .. } => Kind::Internal,
            Self::Field(error) => error.kind(),
            Self::Ledger(error) => error.kind(),
            Self::Store(error) => error.kind(),
        }
    }
}
