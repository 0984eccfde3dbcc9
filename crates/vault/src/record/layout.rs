use std::borrow::Cow;

use crate::Error;

/// How a record is laid out in its column. The first byte of every record.
///
/// Then, for each field: length of the name (1 byte), name, version (4), length of what is sealed (4), what is sealed. Numbers
/// are big-endian. The names are not secret: which fields a person has is no more than which purposes they stand under.
const LAYOUT: u8 = 1;

/// The fields of one person, still sealed, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    entries: Vec<Entry<'a>>,
}

/// One field, still sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    /// The field, such as `contact.email`.
    pub(crate) field: Cow<'a, str>,
    /// Counts the values that the field had, from 1. Bound into the seal.
    pub(crate) version: u32,
    /// The value, its source and its time. Nothing: the field was taken out, and its versions go on from here if it comes back.
    pub(crate) sealed: Cow<'a, [u8]>,
}

impl<'a> Record<'a> {
    /// Reads a column. Errs when it is not a record: it was altered, or is of a later version of this program.
    pub(crate) fn read(mut bytes: &'a [u8]) -> Result<Self, Error> {
        let altered = Error::DoesNotOpen { what: "a record" };
        let Some([LAYOUT]) = take(&mut bytes, 1) else { return Err(altered) };
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(8);
        while !bytes.is_empty() {
            let Some(entry) = entry(&mut bytes) else { return Err(altered) };
            if entries.last().is_some_and(|before| before.field >= entry.field) {
                return Err(altered);
            }
            entries.push(entry);
        }
        Ok(Self { entries })
    }

    /// The column.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let size: usize = self.entries.iter().map(|entry| 9 + entry.field.len() + entry.sealed.len()).sum();
        let mut bytes = Vec::with_capacity(1 + size);
        bytes.push(LAYOUT);
        for entry in &self.entries {
            bytes.push(u8::try_from(entry.field.len()).expect("names of fields are checked when the rules are made"));
            bytes.extend(entry.field.as_bytes());
            bytes.extend(entry.version.to_be_bytes());
            bytes.extend(u32::try_from(entry.sealed.len()).expect("values are limited at the door").to_be_bytes());
            bytes.extend(&*entry.sealed);
        }
        bytes
    }

    /// Every field that the person has.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter().filter(|entry| !entry.sealed.is_empty())
    }

    /// One field, if the person has it.
    pub(crate) fn find(&self, field: &str) -> Option<&Entry<'a>> {
        self.entries().find(|entry| entry.field == field)
    }

    /// The last version that a field had, also when it was taken out since; 0 when the person never had it.
    pub(crate) fn version(&self, field: &str) -> u32 {
        self.entries.iter().find(|entry| entry.field == field).map_or(0, |entry| entry.version)
    }

    /// Puts a field in, in the place of the one with its name.
    pub(crate) fn put(&mut self, entry: Entry<'a>) {
        match self.entries.binary_search_by(|other| other.field.cmp(&entry.field)) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// The same record, no longer tied to the bytes it was read from.
    pub(crate) fn into_owned(self) -> Record<'static> {
        Record { entries: self.entries.into_iter().map(Entry::into_owned).collect() }
    }
}

impl Entry<'_> {
    /// The same field, no longer tied to the bytes it was read from.
    pub(crate) fn into_owned(self) -> Entry<'static> {
        Entry {
            field: Cow::Owned(self.field.into_owned()),
            version: self.version,
            sealed: Cow::Owned(self.sealed.into_owned()),
        }
    }
}

fn entry<'a>(bytes: &mut &'a [u8]) -> Option<Entry<'a>> {
    let name = usize::from(*take(bytes, 1)?.first()?);
    let field = std::str::from_utf8(take(bytes, name)?).ok()?;
    let version = number(bytes)?;
    let sealed = usize::try_from(number(bytes)?).ok()?;
    Some(Entry { field: Cow::Borrowed(field), version, sealed: Cow::Borrowed(take(bytes, sealed)?) })
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    take(bytes, 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_fields() -> Record<'static> {
        let mut record = Record::default();
        for (field, version, sealed) in [("contact.name", 1, &b"sealed name"[..]), ("contact.email", 70_000, b"x")] {
            record.put(Entry { field: Cow::Borrowed(field), version, sealed: Cow::Borrowed(sealed) });
        }
        record
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let bytes = two_fields().to_bytes();
        let read = Record::read(&bytes).unwrap();
        assert_eq!(read, two_fields());
        assert_eq!(read.entries().next().unwrap().field, "contact.email", "fields are in the order of their names");
        assert_eq!(read.find("contact.name").unwrap().version, 1);
        assert_eq!(read.find("contact.phone"), None);
    }

    #[test]
    fn a_record_cut_anywhere_or_of_another_layout_is_refused() {
        let bytes = two_fields().to_bytes();
        let whole_entries = [1, 1 + 9 + "contact.email".len() + 1];
        for cut in (0..bytes.len()).filter(|cut| !whole_entries.contains(cut)) {
            assert!(Record::read(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        let mut other = bytes.clone();
        other[0] = 2;
        assert!(Record::read(&other).is_err());
    }

    #[test]
    fn a_field_that_stands_twice_is_refused() {
        let bytes = two_fields().to_bytes();
        let twice = [&bytes[..], &bytes[1..]].concat();
        assert!(Record::read(&twice).is_err());
    }

    #[test]
    fn a_field_is_put_in_place_of_the_one_with_its_name_and_its_versions_go_on() {
        let mut record = two_fields();
        record.put(Entry { field: "contact.name".into(), version: 2, sealed: Cow::Borrowed(b"new") });
        record.put(Entry { field: "contact.email".into(), version: 70_000, sealed: Cow::Borrowed(b"") });
        assert_eq!(
            record.entries().map(|entry| (&*entry.field, entry.version)).collect::<Vec<_>>(),
            [("contact.name", 2)]
        );
        assert_eq!(record.find("contact.email"), None);
        assert_eq!(record.version("contact.email"), 70_000);
        assert_eq!(record.version("contact.phone"), 0);
    }
}
