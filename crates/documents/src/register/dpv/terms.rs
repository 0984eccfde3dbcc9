//! From the words of the protocol to terms of the vocabulary, where the protocol names none itself.

use waarborg_protocol::model::{Control, FieldKind, LawfulBasis, RecipientRole, SpecialException, TransferTool};

/// The term for a sort of value.
pub(super) fn field(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Name => "pd:Name",
        FieldKind::Email => "pd:EmailAddress",
        FieldKind::Phone => "pd:TelephoneNumber",
        FieldKind::Address => "pd:PhysicalAddress",
        FieldKind::Organisation | FieldKind::Position | FieldKind::Authorisation => "pd:Professional",
        // There is no term for a national number; the nearest broader one says what it is.
        FieldKind::Bsn | FieldKind::IdCopy => "pd:OfficialID",
        FieldKind::Iban => "pd:BankAccount",
        FieldKind::Billing | FieldKind::Loan => "pd:Transactional",
        FieldKind::Message => "pd:Communication",
        FieldKind::Image => "pd:Picture",
        FieldKind::Account => "pd:Username",
        FieldKind::Credential => "pd:Authenticating",
        FieldKind::Log => "pd:ServiceConsumptionBehaviour",
        FieldKind::IpAddress => "pd:IPAddress",
        FieldKind::Device => "pd:DeviceBased",
        FieldKind::CookieId | FieldKind::Identifier => "pd:Identifier",
        FieldKind::Behaviour => "pd:BrowsingBehaviour",
        FieldKind::Location => "pd:Location",
        FieldKind::Choice => "pd:Preference",
        FieldKind::Health => "pd:Health",
        FieldKind::Date | FieldKind::Number | FieldKind::Text | FieldKind::File => "dpv:PersonalData",
    }
}

/// The article that makes it lawful.
pub(super) fn basis(basis: &LawfulBasis) -> &'static str {
    match basis {
        LawfulBasis::Consent(_) => "eu-gdpr:A6-1-a",
        LawfulBasis::Contract(_) => "eu-gdpr:A6-1-b",
        LawfulBasis::LegalObligation(_) => "eu-gdpr:A6-1-c",
        LawfulBasis::VitalInterest(_) => "eu-gdpr:A6-1-d",
        LawfulBasis::PublicTask(_) => "eu-gdpr:A6-1-e",
        LawfulBasis::LegitimateInterest(_) => "eu-gdpr:A6-1-f",
    }
}

/// The article that lifts the ban on special categories.
pub(super) fn exception(exception: SpecialException) -> &'static str {
    match exception {
        SpecialException::ExplicitConsent => "eu-gdpr:A9-2-a",
        SpecialException::Employment => "eu-gdpr:A9-2-b",
        SpecialException::VitalInterests => "eu-gdpr:A9-2-c",
        SpecialException::NotForProfit => "eu-gdpr:A9-2-d",
        SpecialException::MadePublic => "eu-gdpr:A9-2-e",
        SpecialException::LegalClaims => "eu-gdpr:A9-2-f",
        SpecialException::PublicInterest => "eu-gdpr:A9-2-g",
        SpecialException::HealthCare => "eu-gdpr:A9-2-h",
        SpecialException::PublicHealth => "eu-gdpr:A9-2-i",
        SpecialException::Research => "eu-gdpr:A9-2-j",
    }
}

/// What a recipient is, by its role.
pub(super) fn role(role: Option<RecipientRole>) -> &'static str {
    match role {
        Some(RecipientRole::Processor) => "dpv:DataProcessor",
        Some(RecipientRole::Controller) => "dpv:DataController",
        Some(RecipientRole::JointController) => "dpv:JointDataControllers",
        Some(RecipientRole::AuthorisedParty) => "dpv:ThirdParty",
        Some(RecipientRole::PublicAuthority) => "dpv:GovernmentalOrganisation",
        None => "dpv:Recipient",
    }
}

/// The article that allows a transfer. A derogation (Art. 49) has several, and the protocol does not say which.
pub(super) fn transfer(tool: TransferTool) -> Option<&'static str> {
    match tool {
        TransferTool::Adequacy | TransferTool::DataPrivacyFramework => Some("eu-gdpr:A45-3"),
        TransferTool::StandardClauses => Some("eu-gdpr:A46-2-c"),
        TransferTool::BindingCorporateRules => Some("eu-gdpr:A46-2-b"),
        TransferTool::Derogation | TransferTool::None => None,
    }
}

/// The measure that a promise claims. `None` for what is no measure of security.
pub(super) fn measure(control: Control) -> Option<&'static str> {
    match control {
        Control::Encryption => Some("dpv:Encryption"),
        Control::EncryptedConnections => Some("dpv:EncryptionInTransfer"),
        Control::TwoFactor => Some("dpv:MultiFactorAuthentication"),
        Control::AccessLimited | Control::OnlyNamedSystems => Some("dpv:AccessControlMethod"),
        Control::AccessReviewed | Control::MeasuresReviewed => Some("dpv:ReviewProcedure"),
        Control::DevicesLocked => Some("dpv:PasswordAuthentication"),
        Control::DevicesLimited => Some("dpv:PhysicalDeviceSecurity"),
        Control::SecurityUpdates => Some("dpv:SecurityProcedure"),
        Control::Audits => Some("dpv:Audit"),
        Control::ByDesign => Some("dpv:PrivacyByDesign"),
        _ => None,
    }
}
