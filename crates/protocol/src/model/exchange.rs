use super::{DataRef, Email, Party as Exchanging, Purpose, Ref, Url, Words};

crate::table! {
    /// A party in the exchange of data.
    pub struct Party {
        /// Name.
        name: String,
        /// Identifier in the scheme, for instance `EU.EORI.NL…`.
        identifier: String,
        /// Role in the scheme.
        role: PartyRole,
        /// Country and other facts, in plain words.
        description: Option<Words>,
        /// Contact for requests about personal data.
        email: Option<Email>,
        /// Where its services are.
        url: Option<Url>,
    }
}

crate::choice! {
    /// Role of a party (iSHARE).
    pub enum PartyRole {
        /// Holds the rights to the data.
        EntitledParty = "entitled-party",
        /// Consumes a service.
        ServiceConsumer = "service-consumer",
        /// Provides a service.
        ServiceProvider = "service-provider",
        /// Holds delegation evidence.
        AuthorisationRegistry = "authorisation-registry",
        /// Vouches for identities.
        IdentityProvider = "identity-provider",
    }
}

crate::table! {
    /// A dataset that can be exchanged.
    pub struct Dataset {
        /// Title.
        title: Words,
        /// What it holds.
        description: Words,
        /// Who publishes it.
        publisher: Option<Ref<Exchanging>>,
        /// Personal data in it; empty if there is none.
        data: Vec<DataRef>,
        /// Purposes for which it may be used.
        purposes: Vec<Ref<Purpose>>,
        /// Who may reach it.
        access: DatasetAccess,
    }
}

crate::choice! {
    /// Who may reach a dataset.
    pub enum DatasetAccess {
        /// Everybody.
        Public = "public",
        /// Parties with delegation evidence.
        Authorised = "authorised",
        /// Nobody outside.
        Internal = "internal",
    }
}
