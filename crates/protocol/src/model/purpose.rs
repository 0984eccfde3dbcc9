use jiff::civil::Date;

use super::{At, DataRef, FideslangKey, Period, Recipient, Ref, Retention as Rule, Service, SubjectGroup, Term, Words};

crate::table! {
    /// A purpose of processing (GDPR Art. 5(1)(b), 13(1)(c)).
    pub struct Purpose {
        /// Name.
        name: Words,
        /// What is done and why, in plain words.
        description: Option<Words>,
        /// What is actually done, one by one: makes the purpose specific enough to test what is necessary.
        activities: Vec<Words>,
        /// The one lawful basis (GDPR Art. 6).
        basis: Option<LawfulBasis>,
        /// Data used.
        data: Vec<DataRef>,
        /// Whose data, when that is narrower than the categories say.
        subjects: Vec<Ref<SubjectGroup>>,
        /// Who receives it for this purpose; `[]` says: nobody.
        recipients: Option<Vec<Ref<Recipient>>>,
        /// Retention rules.
        retention: Vec<Ref<Rule>>,
        /// Services for which it is done.
        services: Vec<Ref<Service>>,
        /// Direct marketing (GDPR Art. 21(2)).
        direct_marketing: Option<bool>,
        /// Profiling (GDPR Art. 4(4)).
        profiling: Option<bool>,
        /// A decision taken by a machine alone (GDPR Art. 22).
        automated_decision: Option<AutomatedDecision>,
        /// Terms of the Data Privacy Vocabulary.
        dpv: Vec<Term>,
        /// Terms of fideslang.
        fideslang: Vec<FideslangKey>,
        /// Whether an impact assessment is needed, and when it was made (GDPR Art. 35).
        impact_assessment: Option<ImpactAssessment>,
        /// Who answers for it.
        owner: Option<Words>,
        /// When this row was last reviewed.
        reviewed_on: Option<Date>,
    }
}

crate::tagged! {
    /// A lawful basis (GDPR Art. 6(1)), with what that basis needs.
    pub enum LawfulBasis {
        /// Consent (Art. 6(1)(a)).
        Consent(ConsentBasis) = "consent",
        /// Performance of a contract with the person, or steps before it (Art. 6(1)(b)).
        Contract(ContractBasis) = "contract",
        /// A legal obligation of the controller (Art. 6(1)(c)).
        LegalObligation(LegalObligationBasis) = "legal-obligation",
        /// Vital interests (Art. 6(1)(d)).
        VitalInterest(VitalInterestBasis) = "vital-interest",
        /// A task in the public interest or official authority (Art. 6(1)(e)).
        PublicTask(PublicTaskBasis) = "public-task",
        /// A legitimate interest (Art. 6(1)(f)).
        LegitimateInterest(LegitimateInterestBasis) = "legitimate-interest",
    }
}

impl LawfulBasis {
    /// The article, for instance `6(1)(a)`.
    pub fn article(&self) -> &'static str {
        match self {
            Self::Consent(_) => "6(1)(a)",
            Self::Contract(_) => "6(1)(b)",
            Self::LegalObligation(_) => "6(1)(c)",
            Self::VitalInterest(_) => "6(1)(d)",
            Self::PublicTask(_) => "6(1)(e)",
            Self::LegitimateInterest(_) => "6(1)(f)",
        }
    }
}

crate::table! {
    /// Consent. It cannot be written down without the words people agree to and how they withdraw (GDPR Art. 7).
    pub struct ConsentBasis {
        /// The exact words people agree to.
        text: Words,
        /// How consent is withdrawn; as easy as giving it.
        withdraw: Words,
        /// For minors: how a parent or guardian consents, and how that is verified (GDPR Art. 8(2), UAVG Art. 5).
        guardian: Option<Words>,
    }
}

crate::table! {
    /// Contract.
    pub struct ContractBasis {
        /// Which contract, and with whom.
        contract: Words,
        /// Why the data is necessary for it.
        necessity: Option<Words>,
    }
}

crate::table! {
    /// Legal obligation.
    pub struct LegalObligationBasis {
        /// The statute and article.
        statute: Words,
    }
}

crate::table! {
    /// Vital interest.
    pub struct VitalInterestBasis {
        /// In which situation, and whose life or health.
        situation: Words,
    }
}

crate::table! {
    /// Public task.
    pub struct PublicTaskBasis {
        /// The task, and the statute that gives it.
        statute: Words,
    }
}

crate::table! {
    /// Legitimate interest.
    pub struct LegitimateInterestBasis {
        /// The specific interest: whose, and what for (GDPR Art. 13(1)(d)).
        interest: Words,
        /// The assessment of necessity and balance.
        assessment: Option<InterestAssessment>,
    }
}

crate::table! {
    /// An assessment of a legitimate interest (EDPB Guidelines 1/2024).
    pub struct InterestAssessment {
        /// Why less data or a lighter way does not do.
        necessity: Words,
        /// Why the person's interests do not weigh more.
        balance: Words,
        /// What limits the effect on people.
        safeguards: Vec<Words>,
        /// When it was made.
        assessed_on: Date,
        /// When it is due for review.
        review_on: Option<Date>,
    }
}

crate::table! {
    /// A decision by a machine alone (GDPR Art. 13(2)(f), 22).
    pub struct AutomatedDecision {
        /// The logic, understandable.
        logic: Words,
        /// What it means for the person.
        significance: Words,
        /// How a person can have it looked at by a human.
        human_review: Words,
    }
}

crate::table! {
    /// Impact assessment (GDPR Art. 35).
    pub struct ImpactAssessment {
        /// Whether one is needed.
        needed: bool,
        /// Why, or why not.
        why: Words,
        /// When it was made.
        assessed_on: Option<Date>,
    }
}

crate::table! {
    /// A retention rule (GDPR Art. 5(1)(e), 13(2)(a)): how long, counted from which event, and what happens then.
    pub struct Retention {
        /// Name.
        name: Option<Words>,
        /// How long.
        period: Option<Period>,
        /// The event it counts from.
        from: Option<At<RetentionEvent>>,
        /// The event in plain words.
        from_words: Option<Words>,
        /// What decides, where no period can be given.
        criteria: Option<Words>,
        /// What happens at the end.
        action: Option<RetentionAction>,
        /// To which data it applies, when not to all data of the purposes that name it. Then they name another rule for the rest.
        data: Vec<DataRef>,
        /// The statute that sets the term.
        statute: Option<Words>,
        /// Why this long, when no statute says so.
        reason: Option<Words>,
        /// When data is kept longer.
        exceptions: Vec<RetentionException>,
    }
}

crate::table! {
    /// A case in which data is kept past its term.
    pub struct RetentionException {
        /// The ground (GDPR Art. 17(3)).
        ground: ExceptionGround,
        /// The case.
        words: Words,
    }
}

crate::choice! {
    /// The event from which a retention term counts.
    pub enum RetentionEvent {
        /// The moment the data was collected.
        Collected = "collected",
        /// The last contact with the person.
        LastContact = "last-contact",
        /// The end of the contract.
        ContractEnd = "contract-end",
        /// The closing of the account.
        AccountClosed = "account-closed",
        /// The closing of the request, ticket, complaint or bill.
        CaseClosed = "case-closed",
        /// The end of the financial year it belongs to.
        FinancialYearEnd = "financial-year-end",
        /// The withdrawal of consent or the end of the subscription.
        Withdrawn = "withdrawn",
        /// The decision for which it was asked, for instance on a job application.
        Decided = "decided",
        /// The end of the employment.
        EmploymentEnd = "employment-end",
        /// The end of the membership.
        MembershipEnd = "membership-end",
        /// The last use of the service.
        LastUse = "last-use",
        /// Death of the person.
        Death = "death",
        /// Another event, said in `from_words`: the return of a book, the last lesson.
        Other = "other",
    }
}

crate::choice! {
    /// What happens with data at the end of its term.
    pub enum RetentionAction {
        /// It is erased.
        Erase = "erase",
        /// What makes it personal is taken out, for good.
        Anonymise = "anonymise",
        /// It goes to an archive of public interest.
        Archive = "archive",
    }
}

crate::choice! {
    /// A ground on which data may be kept although someone wants it erased (GDPR Art. 17(3)).
    pub enum ExceptionGround {
        /// A legal obligation.
        LegalObligation = "legal-obligation",
        /// A legal claim: a legal hold.
        LegalClaim = "legal-claim",
        /// Archiving, research or statistics.
        Archiving = "archiving",
        /// Public health.
        PublicHealth = "public-health",
        /// Freedom of expression and information.
        Expression = "expression",
    }
}
