use std::fmt;

use crate::text::{from_base64, lines, to_base64};
use crate::{Algorithm, Cosignature, Error, KeyId, SigningKey, VerifierKey};

const WHAT: &str = "signed note";
const MAX_BYTES: usize = 1_000_000;
const MAX_SIGNATURES: usize = 100;

/// A signed note (C2SP signed-note): a text, an empty line, and who signed. Its text is what [`fmt::Display`] writes. Reading one
/// says nothing yet about who signed; [`Note::verify`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line: `— <name> <base64 of the key id and the signature>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    name: String,
    id: KeyId,
    bytes: Vec<u8>,
}

/// A signature that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified<'k> {
    /// Whose it is.
    pub key: &'k VerifierKey,
    /// When the signer saw the text, in seconds since 1970 UTC, if it is a cosignature.
    pub seconds: Option<u64>,
}

impl Note {
    /// A text signed by these, in this order.
    pub fn sign(text: &str, keys: &[&SigningKey]) -> Result<Self, Error> {
        let signatures = keys.iter().map(|key| key.sign(text)).collect::<Result<Vec<_>, _>>()?;
        if signatures.is_empty() {
            return Err(Error::Unsigned);
        }
        within(signatures.len(), MAX_SIGNATURES, "100 signatures")?;
        let note = Self { text: text.to_owned(), signatures };
        within(note.to_string().len(), MAX_BYTES, "1 MB")?;
        Ok(note)
    }

    /// Reads a note: at most 1 MB and 100 signatures.
    pub fn parse(note: &[u8]) -> Result<Self, Error> {
        let malformed = |problem| Error::malformed(WHAT, 0, problem);
        within(note.len(), MAX_BYTES, "1 MB")?;
        let note = str::from_utf8(note).map_err(|_| malformed("it is not UTF-8"))?;
        let end = note.rfind("\n\n").ok_or_else(|| malformed("there is no empty line before the signatures"))?;
        let (text, after) = note.split_at(end + 1);
        check_text(text)?;
        let signatures = NoteSignature::parse_lines(&after[1..], text.lines().count() + 1)?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// What was signed, its last newline included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Who signed, they say.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The same note with another signature behind it.
    pub fn with(mut self, signature: NoteSignature) -> Result<Self, Error> {
        within(self.signatures.len() + 1, MAX_SIGNATURES, "100 signatures")?;
        self.signatures.push(signature);
        Ok(self)
    }

    /// The signatures by `keys`. Signatures by others are passed over; [`Error::BadSignature`] when one that should be by a key
    /// of these is not, [`Error::Unsigned`] when there is none.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<Verified<'k>>, Error> {
        let mut verified = Vec::new();
        for signature in &self.signatures {
            let mut known = keys.iter().filter(|key| signature.claims(key)).peekable();
            if known.peek().is_some() {
                // Two keys may share a name and an id of four bytes: either will do.
                let found = known.find_map(|key| signature.verify(&self.text, key));
                verified.push(found.ok_or_else(|| Error::BadSignature { name: signature.name.clone() })?);
            }
        }
        if verified.is_empty() { Err(Error::Unsigned) } else { Ok(verified) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl NoteSignature {
    pub(crate) fn of(key: &VerifierKey, signature: &[u8]) -> Self {
        Self { name: key.name().to_owned(), id: key.id(), bytes: signature.to_vec() }
    }

    /// The name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the key.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The signature without the key id; its length is for the algorithm to say.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads signature lines, at least one and at most 100, each with its newline; `before` lines stand before them.
    pub(crate) fn parse_lines(text: &str, before: usize) -> Result<Vec<Self>, Error> {
        let lines = lines(text).ok_or(Error::malformed(WHAT, before + 1, "a signature line ends in a newline"))?;
        let mut signatures = Vec::new();
        for (line, text) in lines {
            within(line, MAX_SIGNATURES, "100 signatures")?;
            let problem = "write — <key name> <base64 of 4 bytes of key id and the signature>";
            signatures.push(Self::parse(text).ok_or(Error::malformed(WHAT, before + line, problem))?);
        }
        Ok(signatures)
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
        let forbidden = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '+';
        let signature = from_base64(signature)?;
        let (id, bytes) = signature.split_first_chunk()?;
        let usable = !name.is_empty() && !name.contains(forbidden) && !bytes.is_empty();
        usable.then(|| Self { name: name.to_owned(), id: KeyId(*id), bytes: bytes.to_vec() })
    }

    fn claims(&self, key: &VerifierKey) -> bool {
        self.id == key.id() && self.name == key.name()
    }

    fn verify<'k>(&self, text: &str, key: &'k VerifierKey) -> Option<Verified<'k>> {
        match key.algorithm() {
            Algorithm::Ed25519 => key.signed(text.as_bytes(), &self.bytes).then_some(Verified { key, seconds: None }),
            Algorithm::Cosignature => {
                let Cosignature { seconds, signature } = Cosignature::from_bytes(&self.bytes)?;
                let message = Cosignature::message(text, seconds);
                key.signed(&message, &signature).then_some(Verified { key, seconds: Some(seconds) })
            }
        }
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "— {} {}", self.name, to_base64(&[&self.id.0, self.bytes.as_slice()].concat()))
    }
}

/// What a note may say: at least a newline at the end, and no control characters but newlines.
pub(crate) fn check_text(text: &str) -> Result<(), Error> {
    let at = |line, problem| Error::malformed(WHAT, line, problem);
    within(text.len(), MAX_BYTES, "1 MB")?;
    let all = lines(text).ok_or(at(0, "the text ends in a newline"))?;
    for (line, text) in all {
        if text.bytes().any(|byte| byte < 0x20) {
            return Err(at(line, "a control character is not allowed"));
        }
    }
    Ok(())
}

fn within(found: usize, most: usize, limit: &'static str) -> Result<(), Error> {
    if found > most { Err(Error::TooLarge { what: WHAT, limit }) } else { Ok(()) }
}
