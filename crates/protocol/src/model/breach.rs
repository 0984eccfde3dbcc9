use super::{At, Certificate, ContactRole, Period, Promise, Ref, Words};

crate::table! {
    /// What happens with a personal data breach (GDPR Art. 33–34).
    pub struct Breach {
        /// What is said about it.
        words: Option<Words>,
        /// What is said about the time after it.
        aftermath: Option<Words>,
        /// Measures that prevent breaches.
        measures: Vec<Ref<Promise>>,
        /// The standard that the process is said to follow.
        process_standard: Option<Ref<Certificate>>,
        /// When the organisation counts as aware, from which the clock runs.
        awareness: Option<Words>,
        /// Impact classes for the organisation, lowest first.
        classes: Vec<ImpactClass>,
        /// Who classifies.
        classified_by: Option<At<ContactRole>>,
        /// From which classes on the Security Officer is told.
        officer_from: Vec<ImpactClass>,
        /// Within which time the Security Officer is told.
        officer_within: Option<Period>,
        /// What decides whether the authority is notified.
        authority_when: Option<At<NotifyWhen>>,
        /// Within which time of becoming aware: `PT72H` (Art. 33(1)).
        authority_within: Option<At<Period>>,
        /// Whether a notification may come in phases (Art. 33(4)).
        phased: Option<bool>,
        /// Whether a late notification gives its reasons (Art. 33(1)).
        late_reasons: Option<bool>,
        /// Who is in touch with the authority.
        authority_contact: Option<ContactRole>,
        /// Who stands in.
        authority_deputy: Option<ContactRole>,
        /// What applies outside office hours.
        out_of_hours: Option<Words>,
        /// What applies when people in other countries are affected (Art. 56).
        cross_border: Option<Words>,
        /// Who decides whether to notify.
        decided_by: Option<ContactRole>,
        /// Who agrees when it is decided not to notify.
        second_person: Option<ContactRole>,
        /// Who gives advice on privacy.
        adviser: Option<ContactRole>,
        /// The scale for risks to people, kept apart from impact on the organisation.
        risk_scale: Option<RiskScale>,
        /// From which risk on people are told (Art. 34(1)).
        subjects_when: Option<SubjectsWhen>,
        /// What people are told (Art. 34(2)).
        subject_message: Option<At<Vec<MessagePart>>>,
        /// When people need not be told (Art. 34(3)).
        subject_exceptions: Option<Words>,
        /// Whether every breach is registered, notified or not (Art. 33(5)).
        registers_all: Option<bool>,
        /// As processor: within which time the customer is told (Art. 33(2)).
        inform_controllers_within: Option<Period>,
        /// From our processors: within which time they tell us.
        processors_inform_within: Option<Period>,
    }
}

crate::choice! {
    /// Impact of an incident on the organisation.
    pub enum ImpactClass {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

crate::choice! {
    /// What decides whether the authority is notified.
    pub enum NotifyWhen {
        /// Always, unless a risk to people is unlikely (Art. 33(1)).
        UnlessRiskUnlikely = "unless-risk-unlikely",
        /// The impact class of the organisation.
        ImpactClass = "impact-class",
        /// Always.
        Always = "always",
    }
}

crate::choice! {
    /// A scale for risks to people.
    pub enum RiskScale {
        /// The method of ENISA (2013).
        Enisa = "enisa",
        /// Another scale of the organisation.
        Own = "own",
    }
}

crate::choice! {
    /// From which risk on people are told.
    pub enum SubjectsWhen {
        /// A likely high risk to their rights and freedoms (Art. 34(1)).
        HighRisk = "high-risk",
        /// Any risk.
        AnyRisk = "any-risk",
    }
}

crate::choice! {
    /// A part of the message to people (GDPR Art. 34(2)).
    pub enum MessagePart {
        /// What happened.
        WhatHappened = "what-happened",
        /// Which data.
        Data = "data",
        /// Likely consequences.
        Consequences = "consequences",
        /// Measures taken.
        Measures = "measures",
        /// What people can do themselves.
        Steps = "steps",
        /// Where to ask.
        Contact = "contact",
    }
}
