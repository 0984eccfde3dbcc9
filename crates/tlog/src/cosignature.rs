/// What a witness adds to a checkpoint (C2SP tlog-cosignature, `cosignature/v1`): the moment it saw it, signed with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// When the witness saw the checkpoint as the newest, in whole seconds since 1970 UTC.
    pub seconds: u64,
    /// Ed25519, over [`Cosignature::message`].
    pub signature: [u8; 64],
}

impl Cosignature {
    /// What is signed for the text of a checkpoint.
    pub fn message(checkpoint: &str, seconds: u64) -> Vec<u8> {
        format!("cosignature/v1\ntime {seconds}\n{checkpoint}").into_bytes()
    }

    /// As a signature line carries it: the seconds in 8 bytes, big-endian, then the signature.
    pub fn to_bytes(&self) -> [u8; 72] {
        let mut bytes = [0; 72];
        bytes[..8].copy_from_slice(&self.seconds.to_be_bytes());
        bytes[8..].copy_from_slice(&self.signature);
        bytes
    }

    /// From the bytes of a signature line; `None` unless there are 72.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (seconds, signature) = bytes.split_first_chunk()?;
        Some(Self { seconds: u64::from_be_bytes(*seconds), signature: signature.try_into().ok()? })
    }
}
