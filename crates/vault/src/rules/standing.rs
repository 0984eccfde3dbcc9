use waarborg_base::Timestamp;

/// The purposes for which a client may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant(Option<Vec<Box<str>>>);

impl Grant {
    /// A grant of these purposes, by name. What the protocol does not know does no harm.
    pub fn of<'n>(purposes: impl IntoIterator<Item = &'n str>) -> Self {
        let mut purposes: Vec<Box<str>> = purposes.into_iter().map(Into::into).collect();
        purposes.sort_unstable();
        purposes.dedup();
        Self(Some(purposes))
    }

    /// Any purpose: for a caller whose gate has already decided.
    pub fn any() -> Self {
        Self(None)
    }

    /// Whether the purpose is in it.
    pub fn allows(&self, purpose: &str) -> bool {
        self.0.as_ref().is_none_or(|held| held.binary_search_by(|held| (**held).cmp(purpose)).is_ok())
    }
}

/// What is recorded about one person and binds every use of their data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// For which purposes the person's data may be used or was.
    pub purposes: Vec<PurposeState>,
    /// What stands now; what was lifted is not in it.
    pub conditions: Vec<Condition>,
}

impl Standing {
    /// What is recorded of a purpose.
    pub fn purpose(&self, name: &str) -> Option<&PurposeState> {
        self.purposes.iter().find(|state| *state.purpose == *name)
    }

    /// Whether the person's data is held for a purpose, and the purpose was not taken away.
    pub fn holds_for(&self, purpose: &str) -> bool {
        self.purpose(purpose).is_some_and(|state| state.removed_at.is_none())
    }

    /// The grounds on which this record may not be erased (GDPR Art. 17(3)).
    pub fn held(&self) -> impl Iterator<Item = HoldGround> + '_ {
        self.conditions.iter().filter_map(|condition| match condition.state {
            State::Held(ground) => Some(ground),
            _ => None,
        })
    }
}

/// One purpose of one person.
///
/// The moments are for telling, not for deciding: a removal binds from when it is recorded, also after the clock was set back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurposeState {
    /// The purpose, as in the protocol.
    pub purpose: Box<str>,
    /// When it was added; for consent: given.
    pub added_at: Timestamp,
    /// When it was removed; for consent: withdrawn.
    pub removed_at: Option<Timestamp>,
}

/// A state that binds until it is lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The one purpose it is about; `None`: all.
    pub purpose: Option<Box<str>>,
    /// What it is, and on which ground.
    pub state: State,
    /// When it was recorded. An exemption or override covers what was recorded no later than itself.
    pub set_at: Timestamp,
}

/// What sort of condition, with its ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Storage only (GDPR Art. 18).
    Restricted(Restriction),
    /// A purpose that goes on under restriction (Art. 18(2)). Names its purpose; without one it has no effect.
    Exempted(Exemption),
    /// The person objects (Art. 21).
    Objected(Objection),
    /// A purpose that goes on in spite of an objection (Art. 21(1)). Names its purpose; without one it has no effect.
    Overridden(Override),
    /// A legal hold: the record is not erased (Art. 17(3)). Binds erasure and no reading.
    Held(HoldGround),
}

/// Declares grounds with the words they are stored as.
macro_rules! grounds {
    ($( $(#[doc = $doc:literal])* $name:ident { $( $(#[doc = $variant_doc:literal])* $variant:ident = $word:literal, )* } )*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $( $(#[doc = $variant_doc])* $variant, )* }

        impl $name {
            /// Every ground.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stored word.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// The ground for a stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )* _ => None }
            }
        }
    )* };
}

grounds! {
    /// Why processing is restricted (GDPR Art. 18(1)).
    Restriction {
        /// The person contests that the data is right (a).
        AccuracyContested = "accuracy-contested",
        /// Processing is unlawful, and the person wants no erasure (b).
        Unlawful = "unlawful",
        /// The person needs the data for legal claims (c).
        NeededForClaim = "needed-for-claim",
        /// An objection is being weighed (d).
        ObjectionPending = "objection-pending",
    }
    /// Why a purpose goes on under restriction (GDPR Art. 18(2)).
    Exemption {
        /// The person consents.
        Consent = "consent",
        /// Legal claims.
        LegalClaims = "legal-claims",
        /// The rights of another person.
        RightsOfOthers = "rights-of-others",
        /// An important public interest.
        PublicInterest = "public-interest",
    }
    /// What the person objects to (GDPR Art. 21).
    Objection {
        /// Direct marketing (2): needs no reasons, always succeeds.
        DirectMarketing = "direct-marketing",
        /// Reasons from the person's own situation (1).
        OwnSituation = "own-situation",
    }
    /// Why a purpose goes on in spite of an objection (GDPR Art. 21(1)).
    Override {
        /// Compelling legitimate grounds.
        CompellingGrounds = "compelling-grounds",
        /// Legal claims.
        LegalClaims = "legal-claims",
    }
    /// Why a record is not erased (GDPR Art. 17(3)).
    HoldGround {
        /// Freedom of expression and information (a).
        Expression = "expression",
        /// A legal obligation or public task (b).
        LegalObligation = "legal-obligation",
        /// Public health (c).
        PublicHealth = "public-health",
        /// Archiving, research or statistics (d).
        Archiving = "archiving",
        /// Legal claims (e).
        LegalClaim = "legal-claim",
    }
}

impl State {
    /// The stored word for what sort it is.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Restricted(_) => "restriction",
            Self::Exempted(_) => "exemption",
            Self::Objected(_) => "objection",
            Self::Overridden(_) => "override",
            Self::Held(_) => "hold",
        }
    }

    /// The stored word for the ground.
    pub fn ground(self) -> &'static str {
        match self {
            Self::Restricted(ground) => ground.as_str(),
            Self::Exempted(ground) => ground.as_str(),
            Self::Objected(ground) => ground.as_str(),
            Self::Overridden(ground) => ground.as_str(),
            Self::Held(ground) => ground.as_str(),
        }
    }

    /// From the stored words. `None` for words that this version does not know: then nothing about the person may be given.
    pub fn from_words(kind: &str, ground: &str) -> Option<Self> {
        match kind {
            "restriction" => Restriction::from_word(ground).map(Self::Restricted),
            "exemption" => Exemption::from_word(ground).map(Self::Exempted),
            "objection" => Objection::from_word(ground).map(Self::Objected),
            "override" => Override::from_word(ground).map(Self::Overridden),
            "hold" => HoldGround::from_word(ground).map(Self::Held),
            _ => None,
        }
    }
}
