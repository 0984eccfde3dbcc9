use jiff::civil::Date;

use super::{At, Country, Email, Language, Phone, TimeZone, Url, Words};

crate::table! {
    /// The controller (GDPR Art. 4(7), 13(1)(a)).
    pub struct Controller {
        /// Registered name.
        name: At<String>,
        /// Trade names.
        trade_names: Vec<String>,
        /// What the organisation does, in a sentence or two.
        description: Option<Words>,
        /// Postal address.
        address: Option<Address>,
        /// Telephone number with the country code: `+31 20 123 4567`.
        phone: Option<Phone>,
        /// General e-mail address.
        email: Option<Email>,
        /// Main website.
        website: Option<Url>,
        /// Number in the trade register; in the Netherlands eight digits (BW 3:15d).
        chamber_of_commerce: Option<String>,
        /// VAT identification number (BW 3:15d).
        vat: Option<String>,
        /// Time zone in which terms are counted.
        time_zone: TimeZone,
        /// Languages of the statement, the main one first.
        languages: At<Vec<Language>>,
    }
}

crate::table! {
    /// A postal address.
    pub struct Address {
        /// Street and number, or post box.
        street: String,
        /// Postcode.
        postcode: String,
        /// Town.
        city: String,
        /// Country, as two capital letters: `NL` (ISO 3166-1).
        country: Country,
    }
}

crate::table! {
    /// Somebody or a desk to turn to.
    pub struct Contact {
        /// What for.
        role: At<ContactRole>,
        /// Name of the person or desk.
        name: Option<Words>,
        /// E-mail address.
        email: Option<Email>,
        /// Telephone number with the country code: `+31 20 123 4567`.
        phone: Option<Phone>,
        /// Who stands in.
        deputy: Option<Words>,
        /// When they can be reached, also outside office hours.
        hours: Option<Words>,
    }
}

crate::choice! {
    /// A role in the protocol.
    pub enum ContactRole {
        /// Any question.
        General = "general",
        /// Questions and requests about personal data.
        Privacy = "privacy",
        /// The data protection officer, where `[breach]` or `[review.…]` names who acts; `[dpo]` says how to reach them.
        Dpo = "dpo",
        /// Leads the security of information.
        SecurityOfficer = "security-officer",
        /// Takes the lead in an incident and classifies it.
        IncidentManager = "incident-manager",
        /// Management of the organisation.
        Management = "management",
        /// Representative in the Union of a controller outside it (GDPR Art. 27).
        Representative = "representative",
    }
}

crate::table! {
    /// The data protection officer (GDPR Art. 37–39).
    pub struct Dpo {
        /// Whether one is appointed.
        appointed: bool,
        /// Why none is needed, when none is appointed.
        why: Option<Words>,
        /// Name.
        name: Option<String>,
        /// E-mail address.
        email: Option<Email>,
        /// Telephone number with the country code: `+31 20 123 4567`.
        phone: Option<Phone>,
    }
}

crate::table! {
    /// The supervisory authority.
    pub struct Authority {
        /// Name.
        name: Words,
        /// Country, as two capital letters: `NL` (ISO 3166-1).
        country: Country,
        /// Postal address in one line.
        address: Option<String>,
        /// Telephone number with the country code: `+31 20 123 4567`.
        phone: Option<Phone>,
        /// Website.
        website: Option<Url>,
        /// Where people complain.
        complaint_url: Option<Url>,
        /// Where breaches are notified.
        breach_url: Option<Url>,
        /// Web addresses of the authority that no longer lead to the complaint form.
        old_urls: Vec<Url>,
    }
}

crate::table! {
    /// A public holiday, as a rule: a fixed date, or days from Easter Sunday.
    pub struct Holiday {
        /// What it is called.
        name: Words,
        /// Month of a fixed date, 1 to 12.
        month: Option<At<i64>>,
        /// Day of a fixed date.
        day: Option<At<i64>>,
        /// Days from Easter Sunday: −2 for Good Friday, 39 for Ascension Day.
        easter: Option<At<i64>>,
        /// Days to move when it falls on a Sunday: −1 for King's Day.
        on_sunday: Option<i64>,
    }
}

crate::table! {
    /// A certificate, and how far it is.
    pub struct Certificate {
        /// The standard, for instance `ISO/IEC 27001:2022`.
        standard: String,
        /// How far it is.
        status: At<CertificateStatus>,
        /// Date of that status.
        status_on: Option<Date>,
        /// Until when a certificate is valid.
        valid_until: Option<Date>,
        /// Who certifies.
        body: Option<String>,
        /// What is said about it.
        words: Option<Words>,
    }
}

crate::choice! {
    /// How far a certificate is.
    pub enum CertificateStatus {
        /// Worked towards.
        InProgress = "in-progress",
        /// Held.
        Certified = "certified",
        /// Held once, no longer.
        Expired = "expired",
    }
}

crate::table! {
    /// What the organisation says its record of processing activities covers.
    pub struct Register {
        /// What is said about it.
        words: Option<Words>,
        /// What it covers; with nothing said here it covers all of this list.
        covers: Option<At<Vec<RegisterPart>>>,
    }
}

crate::choice! {
    /// A part of the record of processing activities (GDPR Art. 30(1) and (2)).
    pub enum RegisterPart {
        /// Purposes.
        Purposes = "purposes",
        /// Categories of data subjects.
        Subjects = "subjects",
        /// Categories of personal data.
        Data = "data",
        /// Recipients.
        Recipients = "recipients",
        /// Transfers to third countries.
        Transfers = "transfers",
        /// Time limits for erasure.
        Retention = "retention",
        /// Security measures.
        Measures = "measures",
        /// Processing on behalf of other controllers.
        ProcessingForOthers = "processing-for-others",
    }
}

crate::table! {
    /// Data protection by design and by default.
    pub struct Design {
        /// What is said about it.
        words: Option<Words>,
        /// Settings that protect people without their doing anything.
        defaults: Vec<Words>,
    }
}
