use jiff::civil::Date;

use super::{At, Words};

crate::table! {
    /// The privacy statement as a document.
    pub struct Statement {
        /// Version, as shown to readers.
        version: Option<String>,
        /// Date from which it applies.
        effective_on: Option<Date>,
        /// Title, when it is not simply "Privacy statement".
        title: Option<Words>,
        /// What changed in this version, in plain words.
        changes: Option<Words>,
        /// How material changes are announced to people. "Check regularly" is not enough (WP260 §29–30).
        announced_by: Vec<AnnouncedBy>,
        /// What is said about changes.
        words: Option<Words>,
    }
}

crate::choice! {
    /// A way to announce a material change.
    pub enum AnnouncedBy {
        /// A letter to everybody concerned by e-mail.
        Email = "email",
        /// A notice on the site, above the statement, for some weeks.
        Site = "site",
        /// A message inside the service, at sign-in.
        Service = "service",
        /// A feed that people and programs can follow.
        Feed = "feed",
    }
}

crate::table! {
    /// A text of the statement that belongs to no other table. It is shown with the part it names.
    pub struct Passage {
        /// The part of the statement it belongs to.
        part: At<StatementPart>,
        /// The text.
        words: Words,
    }
}

crate::choice! {
    /// A part of the privacy statement.
    pub enum StatementPart {
        /// Before anything else.
        Introduction = "introduction",
        /// Who is responsible.
        Controller = "controller",
        /// Which data.
        Data = "data",
        /// Why, and on which basis.
        Purposes = "purposes",
        /// Who receives it.
        Recipients = "recipients",
        /// How long it is kept.
        Retention = "retention",
        /// How it is protected.
        Security = "security",
        /// Cookies.
        Cookies = "cookies",
        /// Rights.
        Rights = "rights",
        /// Complaints.
        Complaints = "complaints",
        /// Breaches.
        Breaches = "breaches",
        /// Changes to the statement.
        Changes = "changes",
        /// How to get in touch.
        Contact = "contact",
    }
}
