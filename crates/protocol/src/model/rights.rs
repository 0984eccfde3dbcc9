use super::{At, Email, Period, Phone, Ref, Retention, Url, Words};

crate::table! {
    /// The rights of data subjects (GDPR Art. 7(3), 15–22).
    pub struct Rights {
        /// Access (Art. 15).
        access: Option<Right>,
        /// Rectification (Art. 16).
        rectification: Option<Right>,
        /// Erasure (Art. 17).
        erasure: Option<Right>,
        /// Restriction (Art. 18).
        restriction: Option<Right>,
        /// Portability (Art. 20).
        portability: Option<Right>,
        /// Objection (Art. 21).
        objection: Option<Right>,
        /// Not to be subject to a decision by a machine alone (Art. 22).
        automated_decision: Option<Right>,
        /// Withdrawal of consent (Art. 7(3)).
        withdrawal: Option<Right>,
    }
}

crate::table! {
    /// What is said about one right.
    pub struct Right {
        /// The text.
        words: Option<Words>,
        /// Where it can be exercised; without it, as `[requests]` says.
        channels: Vec<At<RequestChannel>>,
        /// What the answer to a request for access holds (Art. 15(1) and (3)).
        includes: Vec<AccessPart>,
        /// Under which conditions, where the law knows any.
        conditions: Option<Words>,
        /// To which data portability is said to apply.
        scope: Option<At<PortabilityScope>>,
        /// Objection to direct marketing: always, at once, without reasons (Art. 21(2)–(3)).
        direct_marketing: Option<Words>,
        /// Steps to identify someone for this right, when they differ.
        identity: Option<At<Vec<IdentityStep>>>,
    }
}

crate::choice! {
    /// A way to send a request.
    pub enum RequestChannel {
        /// The portal of this installation.
        Portal = "portal",
        /// A form on a page.
        Form = "form",
        /// E-mail.
        Email = "email",
        /// Telephone.
        Phone = "phone",
        /// Post.
        Post = "post",
        /// A link at the bottom of e-mails.
        EmailLink = "email-link",
    }
}

crate::choice! {
    /// A part of the answer to a request for access.
    pub enum AccessPart {
        /// An overview.
        Overview = "overview",
        /// A copy of the data.
        Copy = "copy",
        /// Purposes.
        Purposes = "purposes",
        /// Categories of data.
        Categories = "categories",
        /// Recipients, by name.
        Recipients = "recipients",
        /// Retention.
        Retention = "retention",
        /// The other rights.
        Rights = "rights",
        /// The right to complain.
        Complaint = "complaint",
        /// The source.
        Source = "source",
        /// Decisions by machine.
        AutomatedDecisions = "automated-decisions",
        /// Safeguards for transfers.
        Transfers = "transfers",
    }
}

crate::choice! {
    /// To which data portability applies.
    pub enum PortabilityScope {
        /// Data the person gave or that was observed, on consent or contract, processed by machine (Art. 20(1)).
        Provided = "provided",
        /// All data: more than the law gives, and more than can be kept.
        All = "all",
    }
}

crate::table! {
    /// How requests are received, identified and answered (GDPR Art. 12).
    pub struct Requests {
        /// What is said about it.
        words: Option<Words>,
        /// Channels.
        channels: Vec<RequestChannel>,
        /// E-mail address for requests.
        email: Option<Email>,
        /// Telephone number for requests.
        phone: Option<Phone>,
        /// Page for requests.
        url: Option<Url>,
        /// The organisation's own promise.
        answer_within: Option<At<Period>>,
        /// The term of law: one month, `P1M` (Art. 12(3)).
        statutory: Option<Period>,
        /// The extension that law allows: two months, `P2M` (Art. 12(3)).
        extension: Option<Period>,
        /// That requests cost nothing (Art. 12(5)).
        free: Option<bool>,
        /// Steps to identify someone, the lightest first (Art. 12(6)).
        identity: Option<At<Vec<IdentityStep>>>,
        /// The masked copy of an identity document, if one is ever asked.
        id_copy: Option<IdCopy>,
    }
}

crate::choice! {
    /// A step to identify someone.
    pub enum IdentityStep {
        /// They are signed in.
        SignedIn = "signed-in",
        /// A code to an address we already have.
        Code = "code",
        /// A question about something only they know.
        Question = "question",
        /// A call to a number we already have.
        CallBack = "call-back",
        /// In person, showing a document without a copy.
        InPerson = "in-person",
        /// A masked copy of an identity document, as the last resort.
        IdCopy = "id-copy",
    }
}

crate::table! {
    /// A masked copy of an identity document.
    pub struct IdCopy {
        /// What must be masked.
        masked: Vec<IdPart>,
        /// How it reaches us.
        channel: Option<At<RequestChannel>>,
        /// How long it is kept.
        retention: Option<Ref<Retention>>,
        /// When it is asked: what doubt must remain.
        when: Option<Words>,
    }
}

crate::choice! {
    /// A part of an identity document.
    pub enum IdPart {
        /// Photograph.
        Photo = "photo",
        /// Machine-readable zone.
        Mrz = "mrz",
        /// Document number.
        Number = "number",
        /// Citizen service number.
        Bsn = "bsn",
        /// Signature.
        Signature = "signature",
    }
}

crate::table! {
    /// Complaints and remedies.
    pub struct Complaint {
        /// What is said about it.
        words: Option<Words>,
        /// Where people complain, when not at the authority's own address.
        url: Option<At<Url>>,
        /// The way to a court (GDPR Art. 79; UAVG Art. 35).
        court: Option<Words>,
        /// The authority of one's own residence or work (GDPR Art. 77(1)).
        other_authorities: Option<Words>,
    }
}
