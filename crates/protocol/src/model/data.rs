use super::{At, DataRef, FideslangKey, Map, Ref, Service, SubjectGroup as Group, Term, Words};

crate::table! {
    /// A group of data subjects.
    pub struct SubjectGroup {
        /// Name.
        name: Words,
        /// Who they are.
        description: Option<Words>,
        /// Whether they are too young to consent for themselves: under 16 in the Netherlands (GDPR Art. 8, UAVG Art. 5).
        minors: Option<bool>,
        /// Term of the Data Privacy Vocabulary, such as `dpv:Customer`.
        dpv: Option<Term>,
        /// Term of fideslang, such as `customer`.
        fideslang: Option<FideslangKey>,
    }
}

crate::table! {
    /// A category of personal data (GDPR Art. 30(1)(c)).
    pub struct Category {
        /// Name.
        name: Words,
        /// What it holds, in plain words.
        description: Option<Words>,
        /// Whose data it is.
        subjects: Vec<Ref<Group>>,
        /// Where the data comes from (GDPR Art. 14(2)(f)).
        source: Vec<At<Source>>,
        /// The source in plain words, for instance which register.
        source_words: Option<Words>,
        /// A special category of GDPR Art. 9.
        special: Option<At<SpecialCategory>>,
        /// The exception of GDPR Art. 9(2) that lifts the ban.
        special_exception: Option<SpecialException>,
        /// Data on criminal convictions and offences (GDPR Art. 10).
        criminal: Option<bool>,
        /// The fields.
        field: Map<Field>,
        /// Terms of the Data Privacy Vocabulary.
        dpv: Vec<Term>,
        /// Terms of fideslang.
        fideslang: Vec<FideslangKey>,
    }
}

crate::table! {
    /// One field of a category.
    pub struct Field {
        /// Name.
        name: Words,
        /// What sort of value it holds.
        kind: At<FieldKind>,
        /// How it came to be known, when that differs from being given; decides portability (GDPR Art. 20).
        nature: Option<Nature>,
        /// The statute that prescribes a BSN (UAVG Art. 46).
        statute: Option<Words>,
        /// Whether earlier values are kept.
        history: Option<bool>,
        /// Terms of the Data Privacy Vocabulary.
        dpv: Vec<Term>,
        /// Terms of fideslang.
        fideslang: Vec<FideslangKey>,
    }
}

crate::choice! {
    /// Where data comes from.
    pub enum Source {
        /// From the data subject.
        DataSubject = "data-subject",
        /// From the organisation the person works for or is registered by.
        Organisation = "organisation",
        /// From another person, such as a parent.
        OtherPerson = "other-person",
        /// From a public register or another public source.
        Public = "public",
        /// From another organisation.
        ThirdParty = "third-party",
        /// Observed by our systems while a service is used.
        Observed = "observed",
        /// Derived or made by us.
        Derived = "derived",
    }
}

crate::choice! {
    /// How a value came to be known.
    pub enum Nature {
        /// Given by the person.
        Provided = "provided",
        /// Observed from what the person does.
        Observed = "observed",
        /// Derived or inferred by us: outside portability.
        Derived = "derived",
    }
}

crate::choice! {
    /// A special category of personal data (GDPR Art. 9(1)).
    pub enum SpecialCategory {
        /// Racial or ethnic origin.
        Origin = "origin",
        /// Political opinions.
        Politics = "politics",
        /// Religious or philosophical beliefs.
        Belief = "belief",
        /// Trade-union membership.
        Union = "union",
        /// Genetic data.
        Genetic = "genetic",
        /// Biometric data to identify a person.
        Biometric = "biometric",
        /// Health.
        Health = "health",
        /// Sex life or sexual orientation.
        SexLife = "sex-life",
    }
}

crate::choice! {
    /// An exception to the ban on processing special categories (GDPR Art. 9(2)).
    pub enum SpecialException {
        /// Explicit consent.
        ExplicitConsent = "explicit-consent",
        /// Employment, social security and social protection.
        Employment = "employment",
        /// Vital interests.
        VitalInterests = "vital-interests",
        /// A not-for-profit body and its members.
        NotForProfit = "not-for-profit",
        /// Made public by the data subject.
        MadePublic = "made-public",
        /// Legal claims.
        LegalClaims = "legal-claims",
        /// Substantial public interest, with a basis in law.
        PublicInterest = "public-interest",
        /// Health or social care.
        HealthCare = "health-care",
        /// Public health.
        PublicHealth = "public-health",
        /// Archiving, research and statistics.
        Research = "research",
    }
}

crate::choice! {
    /// What sort of value a field holds.
    pub enum FieldKind {
        /// A person's name.
        Name = "name",
        /// E-mail address.
        Email = "email",
        /// Telephone number.
        Phone = "phone",
        /// Postal address.
        Address = "address",
        /// Name or other fact of the organisation someone works for.
        Organisation = "organisation",
        /// Position or profession.
        Position = "position",
        /// Citizen service number (burgerservicenummer). Needs a statute (UAVG Art. 46).
        Bsn = "bsn",
        /// Bank account number.
        Iban = "iban",
        /// Invoices, orders, fees, fines and payments.
        Billing = "billing",
        /// Date.
        Date = "date",
        /// Whole number.
        Number = "number",
        /// Free text.
        Text = "text",
        /// A message and what is in it: e-mail, support ticket, complaint.
        Message = "message",
        /// File.
        File = "file",
        /// Photograph or camera recording.
        Image = "image",
        /// Masked copy of an identity document.
        IdCopy = "id-copy",
        /// Account name or number with which someone signs in.
        Account = "account",
        /// Password hash, passkey, or other means to sign in.
        Credential = "credential",
        /// Role or authorisation in a service.
        Authorisation = "authorisation",
        /// Log of sign-ins and acts.
        Log = "log",
        /// Network (IP) address.
        IpAddress = "ip-address",
        /// Operating system, browser, screen and the like.
        Device = "device",
        /// Identifier kept in a cookie or similar storage.
        CookieId = "cookie-id",
        /// Pages visited and other use of a site.
        Behaviour = "behaviour",
        /// What someone borrows, reserves, reads or watches: it tells who they are, and is to be kept short.
        Loan = "loan",
        /// Location.
        Location = "location",
        /// Any other number or code for a person.
        Identifier = "identifier",
        /// A choice someone made: preference, consent.
        Choice = "choice",
        /// Health.
        Health = "health",
    }
}

crate::table! {
    /// A form: what is asked, and what must be filled in (GDPR Art. 13(2)(e)).
    pub struct Form {
        /// Name.
        name: Words,
        /// The service it belongs to.
        service: Option<Ref<Service>>,
        /// Data that must be given.
        required: Vec<DataRef>,
        /// Data that may be given.
        optional: Vec<DataRef>,
        /// Why the required data is needed.
        ground: Option<At<ProvisionGround>>,
        /// What follows when it is not given.
        consequence: Option<Words>,
    }
}

crate::table! {
    /// What is said about having to give data, for all forms.
    pub struct Provision {
        /// The text.
        words: Words,
    }
}

crate::choice! {
    /// Why data must be given.
    pub enum ProvisionGround {
        /// A statute requires it.
        Statutory = "statutory",
        /// A contract requires it.
        Contractual = "contractual",
        /// It is needed to enter into a contract.
        EnterContract = "enter-contract",
        /// Nothing requires it; without it the request cannot be handled.
        Practical = "practical",
    }
}
