//! How ids and moments are written where an outcome is kept: as text, and as microseconds.

/// Lets ids be part of an outcome, written as their text.
macro_rules! id_as_text {
    ($($id:ty),+ $(,)?) => { $(
        impl serde::Serialize for $id {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $id {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

id_as_text!(
    crate::Token,
    crate::bulk::ApprovalId,
    crate::condition::ConditionId,
    crate::erasure::ErasureId,
    crate::file::FileId,
);

/// A moment as microseconds, for `#[serde(with = "crate::stored::moment")]`.
pub(crate) mod moment {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use waarborg_base::Timestamp;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(crate) fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(moment.as_micros())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let micros = i64::deserialize(deserializer)?;
        Timestamp::from_micros(micros).ok_or_else(|| D::Error::custom("no such moment"))
    }
}
