//! What a protocol says. Each table of the language is declared here once; see [`crate::read`].
//!
//! Almost everything may be left out: a text that lacks something is a protocol with gaps, not an unreadable one. What
//! may not be left out is what nothing can run without.

mod breach;
mod data;
mod exchange;
mod organisation;
mod promise;
mod purpose;
mod recipient;
mod rights;
mod site;
mod statement;

pub use crate::read::period::{CookieLife, Period};
pub use crate::read::reference::{DataRef, Ref, Target};
pub use crate::read::scalar::{Country, Email, Phone, Settings, TimeZone, Url};
pub use crate::read::vocabulary::{FideslangKey, Term};
pub use crate::read::words::{Language, Words};
pub use crate::read::{At, Map, Named};
pub use breach::*;
pub use data::*;
pub use exchange::*;
pub use organisation::*;
pub use promise::*;
pub use purpose::*;
pub use recipient::*;
pub use rights::*;
pub use site::*;
pub use statement::*;

crate::table! {
    /// A privacy protocol: what an organisation does with personal data, and what it promises about it.
    pub struct Protocol {
        /// Version of this language: 1.
        waarborg: At<i64>,
        /// Other files of the same protocol, relative to this one.
        include: Vec<String>,
        /// Sets of facts that ship with Waarborg: `nl` (the Dutch authority and public holidays).
        presets: Vec<At<String>>,
        /// The privacy statement as a document: version, date, how changes are announced.
        statement: Option<Statement>,
        /// Texts of the statement that belong to no other table.
        passage: Map<Passage>,
        /// The organisation that decides why and how personal data is processed (GDPR Art. 4(7)).
        controller: Controller,
        /// People and desks to turn to, by role.
        contact: Map<Contact>,
        /// The data protection officer, or why there is none (GDPR Art. 37).
        dpo: Option<Dpo>,
        /// The supervisory authority (GDPR Art. 51). The preset `nl` fills in the Dutch one.
        authority: Option<Authority>,
        /// Public holidays, by rule. The preset `nl` fills in the Dutch ones.
        holiday: Map<Holiday>,
        /// Certificates that the organisation has or works towards.
        certificate: Map<Certificate>,
        /// What the organisation says about its record of processing activities (GDPR Art. 30).
        register: Option<Register>,
        /// Data protection by design and by default (GDPR Art. 25).
        design: Option<Design>,
        /// Groups of data subjects, such as customers or visitors.
        subject: Map<SubjectGroup>,
        /// Categories of personal data and their fields.
        category: Map<Category>,
        /// Forms on which people are asked for data.
        form: Map<Form>,
        /// What is said about having to provide data, for all forms (GDPR Art. 13(2)(e)).
        provision: Option<Provision>,
        /// Purposes of processing.
        purpose: Map<Purpose>,
        /// One lawful basis said of everything at once. A basis belongs to each purpose; this records a text that does otherwise.
        general_basis: Option<LawfulBasis>,
        /// Retention rules.
        retention: Map<Retention>,
        /// Recipients: processors, other controllers, authorised parties, hosts and registrars.
        recipient: Map<Recipient>,
        /// Cases in which the organisation says it may disclose data, outside its purposes.
        disclosure: Map<Disclosure>,
        /// Services offered to customers.
        service: Map<Service>,
        /// What the organisation does as processor for others (GDPR Art. 30(2)).
        processing: Map<ProcessingForOthers>,
        /// Websites and web applications.
        site: Map<Site>,
        /// What is said about cookies in general.
        cookies: Option<CookieRules>,
        /// Newsletters.
        newsletter: Map<Newsletter>,
        /// The rights of data subjects, each with what is said about it.
        right: Option<Rights>,
        /// How requests are received, identified and answered (GDPR Art. 12).
        requests: Option<Requests>,
        /// Where people can complain (GDPR Art. 77–79).
        complaint: Option<Complaint>,
        /// Personal data breaches (GDPR Art. 33–34).
        breach: Option<Breach>,
        /// Promises: sentences of the statement that claim something, each bound to a control that can be measured.
        promise: Map<Promise>,
        /// Reviews that come due.
        review: Map<Review>,
        /// Parties in the exchange of data.
        party: Map<Party>,
        /// Datasets in the exchange of data.
        dataset: Map<Dataset>,
    }
}

/// Ties a table's name to the type that its ids stand for.
macro_rules! targets {
    ($($type:ty => $table:literal),* $(,)?) => { $(
        impl Target for $type {
            const TABLE: &'static str = $table;
        }
    )* };
}

targets! {
    Contact => "contact",
    Certificate => "certificate",
    SubjectGroup => "subject",
    Purpose => "purpose",
    Retention => "retention",
    Recipient => "recipient",
    Service => "service",
    Promise => "promise",
    Party => "party",
}
