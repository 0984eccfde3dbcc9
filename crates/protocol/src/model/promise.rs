use jiff::civil::Date;

use super::{At, Certificate, ContactRole, Period, Ref, StatementPart, Words};

crate::table! {
    /// A sentence of the statement that claims something, bound to the control that can show it.
    pub struct Promise {
        /// The sentence.
        words: Words,
        /// What is claimed.
        control: At<Control>,
        /// Whether it is claimed without exception.
        extent: Option<At<Extent>>,
        /// A standard the claim refers to.
        standard: Option<Ref<Certificate>>,
        /// The part of the statement it stands in; without it, the part its control belongs to.
        part: Option<StatementPart>,
    }
}

crate::choice! {
    /// How far a promise reaches.
    pub enum Extent {
        /// Always, everywhere.
        Always = "always",
        /// Where it is possible.
        WherePossible = "where-possible",
    }
}

crate::choice! {
    /// What a promise claims, and what therefore must be measured.
    pub enum Control {
        /// Data is encrypted.
        Encryption = "encryption",
        /// Connections are encrypted (TLS).
        EncryptedConnections = "encrypted-connections",
        /// Access needs a second factor.
        TwoFactor = "two-factor",
        /// Only people who need it have access.
        AccessLimited = "access-limited",
        /// Access rights are reviewed.
        AccessReviewed = "access-reviewed",
        /// Devices are locked with a password or fingerprint.
        DevicesLocked = "devices-locked",
        /// The number of devices with access is limited.
        DevicesLimited = "devices-limited",
        /// Measures are reviewed.
        MeasuresReviewed = "measures-reviewed",
        /// Systems are kept up to date.
        SecurityUpdates = "security-updates",
        /// Audits are held.
        Audits = "audits",
        /// No copies on paper.
        NoPaper = "no-paper",
        /// Data stays in the named systems.
        OnlyNamedSystems = "only-named-systems",
        /// Only necessary data is collected.
        Minimisation = "minimisation",
        /// Data is erased when no longer needed.
        Erasure = "erasure",
        /// Recipients use data for the agreed purposes only.
        PurposeBound = "purpose-bound",
        /// There are agreements with those who receive data.
        Agreements = "agreements",
        /// Customers and suppliers must meet requirements of security.
        Requirements = "requirements",
        /// Data is not shared with others, but for what the law requires.
        NoSharing = "no-sharing",
        /// Data is shared with the named recipients only.
        OnlyNamedRecipients = "only-named-recipients",
        /// What must be disclosed is limited to what is asked and needed.
        DisclosureLimited = "disclosure-limited",
        /// Data is not sold.
        NoSale = "no-sale",
        /// No decisions by machine alone.
        NoAutomatedDecisions = "no-automated-decisions",
        /// No profiling.
        NoProfiling = "no-profiling",
        /// Measurements of use cannot be led back to people.
        AnonymousAnalytics = "anonymous-analytics",
        /// Visitors choose which cookies are set.
        CookieChoice = "cookie-choice",
        /// Only the named cookies are set.
        OnlyNamedCookies = "only-named-cookies",
        /// Requests are answered within the promised time.
        AnswerTerm = "answer-term",
        /// People are told of breaches with a high risk.
        BreachNotice = "breach-notice",
        /// The statement is reviewed and kept up to date.
        StatementReviewed = "statement-reviewed",
        /// A record of processing activities is kept.
        RegisterKept = "register-kept",
        /// Privacy is considered in every design.
        ByDesign = "by-design",
        /// All relevant law is complied with.
        Lawful = "lawful",
        /// Lessons are drawn from every incident.
        IncidentLessons = "incident-lessons",
    }
}

crate::table! {
    /// A review that comes due by itself.
    pub struct Review {
        /// What is reviewed.
        of: ReviewOf,
        /// How often; without it: not stated.
        every: Option<Period>,
        /// Who does it.
        owner: Option<ContactRole>,
        /// When it was last done.
        last_on: Option<Date>,
        /// What is said about it.
        words: Option<Words>,
    }
}

crate::choice! {
    /// What is reviewed.
    pub enum ReviewOf {
        /// The privacy statement.
        Statement = "statement",
        /// Access rights.
        AccessRights = "access-rights",
        /// Devices.
        Devices = "devices",
        /// Processors and their agreements.
        Processors = "processors",
        /// Assessments of legitimate interests, impact and transfers.
        Assessments = "assessments",
        /// Security measures.
        Measures = "measures",
        /// The record of processing activities.
        Register = "register",
    }
}
