//! The records and the four workloads of `GDPRbench`: attribute = pool[n mod size], and the mix of queries of each.

/// Sizes of the pools, as in the benchmark's repository.
pub(crate) const PURPOSES: u64 = 25;
pub(crate) const OBJECTIONS: u64 = 100;
pub(crate) const DECISIONS: u64 = 2;
/// Recipients that data is shared with; also the categories, sources, access lists and times to live.
pub(crate) const TENS: u64 = 10;
/// Records of one person. The benchmark has 10,000 people for 100,000 records.
pub(crate) const PER_PERSON: u64 = 10;
/// People who were erased before the start, for queries that verify it.
pub(crate) const GONE: u64 = 100;

/// The data of a record: 100 bytes that repeat its number.
pub(crate) fn data(record: u64) -> String {
    let number = record.to_string();
    number.chars().cycle().take(100).collect()
}

/// What an update puts in its place.
pub(crate) fn new_data(record: u64) -> String {
    format!("new{record}-").chars().cycle().take(100).collect()
}

/// One query.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Query {
    Create { record: u64 },
    DeleteByUser { user: u64 },
    DeleteByKey { record: u64 },
    UpdateMetadataByPurpose { purpose: u64 },
    UpdateMetadataByShare { share: u64 },
    UpdateMetadataByUser { user: u64, category: u64 },
    UpdateMetadataByKey { record: u64, category: u64 },
    UpdateDataByKey { record: u64 },
    ReadDataByKey { record: u64 },
    ReadDataByUser { user: u64 },
    ReadDataByPurpose { purpose: u64 },
    ReadDataByObjection { objection: u64 },
    ReadDataByDecision { decision: u64 },
    ReadMetadataByKey { record: u64 },
    ReadMetadataByUser { user: u64 },
    Logs { user: u64 },
    VerifyDeletion { gone: u64 },
}

/// How many records and people there are.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) records: u64,
    pub(crate) queries: usize,
}

impl Size {
    pub(crate) fn people(self) -> u64 {
        self.records / PER_PERSON
    }

    /// Of whom a record is.
    pub(crate) fn user(self, record: u64) -> u64 {
        record % self.people()
    }

    /// Which of the records of that person it is.
    pub(crate) fn slot(self, record: u64) -> u64 {
        record / self.people()
    }
}

/// A workload: what it is called, and its queries.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<Query>,
}

/// The four, those that only read first: all run on the same data, on both sides in this order. Whoever is erased, and what is deleted by
/// key, is not asked for by other queries at the same time, so that every answer is known beforehand.
pub(crate) fn workloads(size: Size) -> Vec<Workload> {
    let mut dice = Dice::new(size.records * 9 / 10);
    let mut some = |name, query: &dyn Fn(&mut Dice, u64) -> Query| Workload {
        name,
        queries: (0..size.queries as u64).map(|number| query(&mut dice, number)).collect(),
    };
    let people = size.people();
    let processor = move |dice: &mut Dice, _| match dice.below(100) {
        0..80 => Query::ReadDataByKey { record: dice.zipf() },
        _ => match dice.below(3) {
            0 => Query::ReadDataByPurpose { purpose: dice.below(PURPOSES) },
            1 => Query::ReadDataByObjection { objection: dice.below(OBJECTIONS) },
            _ => Query::ReadDataByDecision { decision: dice.below(DECISIONS) },
        },
    };
    let regulator = move |dice: &mut Dice, _| match dice.below(100) {
        0..46 => Query::ReadMetadataByUser { user: dice.zipf() % people },
        46..77 => Query::Logs { user: dice.zipf() % people },
        _ => Query::VerifyDeletion { gone: dice.below(GONE) },
    };
    let customer = move |dice: &mut Dice, number: u64| match number % 5 {
        0 => Query::ReadDataByUser { user: dice.zipf() % people },
        1 => Query::ReadMetadataByKey { record: dice.zipf() },
        2 => Query::UpdateDataByKey { record: dice.zipf() },
        3 => Query::UpdateMetadataByKey { record: dice.zipf(), category: dice.below(TENS) },
        // The last record of each person, each once.
        _ => Query::DeleteByKey { record: size.records - people + number / 5 % people },
    };
    // The first half of the people stays; of the second, each is erased once.
    let controller = move |dice: &mut Dice, number: u64| match number % 4 {
        0 => {
            let (user, more) = (number / 4 % (people / 2), number / 4 / (people / 2));
            Query::Create { record: (PER_PERSON + more) * people + user }
        }
        1 => Query::DeleteByUser { user: people / 2 + number / 4 % (people / 2) },
        _ => match dice.below(3) {
            0 => Query::UpdateMetadataByPurpose { purpose: dice.below(PURPOSES) },
            1 => Query::UpdateMetadataByShare { share: dice.below(TENS) },
            _ => Query::UpdateMetadataByUser { user: dice.below(people / 2), category: dice.below(TENS) },
        },
    };
    vec![
        some("processor", &processor),
        some("regulator", &regulator),
        some("customer", &customer),
        some("controller", &controller),
    ]
}

/// Repeatable chance: uniform, or by Zipf's law with the exponent 0.99 that such benchmarks use.
struct Dice {
    state: u64,
    /// How many records Zipf's law picks from.
    of: u64,
    /// Up to which sum of weights each record comes.
    sums: Vec<f64>,
}

impl Dice {
    fn new(of: u64) -> Self {
        let mut sum = 0.0;
        #[expect(clippy::cast_precision_loss, reason = "a rank is far below 2^52")]
        let add = |rank: u64| {
            sum += (rank as f64).powf(-0.99);
            sum
        };
        Self { state: 7, of, sums: (1..=of).map(add).collect() }
    }

    /// The generator `SplitMix64`.
    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    /// A record; which are popular has nothing to do with their numbers.
    fn zipf(&mut self) -> u64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
        let part = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
        let wanted = part * self.sums.last().copied().unwrap_or_default();
        let rank = self.sums.partition_point(|sum| *sum < wanted) as u64;
        rank.wrapping_mul(982_451_653) % self.of
    }
}
