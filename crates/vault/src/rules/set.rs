use super::FieldId;

/// A set of fields, one bit each: union and difference cost a few machine words, whatever the protocol's size.
///
/// Its numbers are those of one [`Rules`](super::Rules); a set made with one never meets a set made with another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSet {
    words: Vec<u64>,
}

impl FieldSet {
    /// Adds a field.
    pub fn insert(&mut self, field: FieldId) {
        let (word, bit) = place(field);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= bit;
    }

    /// Whether the field is in the set.
    pub fn contains(&self, field: FieldId) -> bool {
        let (word, bit) = place(field);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.words.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|bits| *bits == 0)
    }

    /// The fields, in the order of the protocol.
    pub fn iter(&self) -> impl Iterator<Item = FieldId> + '_ {
        (0_u16..).zip(&self.words).flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| FieldId(word * 64 + bit))
        })
    }
}

impl FromIterator<FieldId> for FieldSet {
    fn from_iter<I: IntoIterator<Item = FieldId>>(fields: I) -> Self {
        let mut set = Self::default();
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

fn place(field: FieldId) -> (usize, u64) {
    (usize::from(field.0 / 64), 1 << (field.0 % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_gives_back_what_was_put_in_once_and_in_order() {
        let set: FieldSet = [200, 3, 63, 64, 3].into_iter().map(FieldId).collect();
        assert_eq!(set.iter().map(|field| field.0).collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert_eq!(set.len(), 4);
        assert!(!set.contains(FieldId(65)) && !set.contains(FieldId(5_000)));
        assert!(FieldSet::default().is_empty() && !set.is_empty());
    }
}
