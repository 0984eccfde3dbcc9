use jiff::civil::Date;

use super::{At, Country, DataRef, LawfulBasis, Settings, Url, Words};

crate::table! {
    /// A recipient of personal data (GDPR Art. 4(9)), by the service it is used for.
    pub struct Recipient {
        /// Name of the service or party. Its own name is one string, the same in every language.
        name: Words,
        /// Facts of a usual recipient that ship with Waarborg, such as `google-workspace`. What is written here goes first.
        preset: Option<String>,
        /// The organisation behind it.
        organisation: Option<String>,
        /// In which role it receives data.
        role: Option<At<RecipientRole>>,
        /// What it does for us.
        kind: Option<At<ServiceKind>>,
        /// What happens there, in plain words.
        description: Option<Words>,
        /// Country of the organisation we have the agreement with, as two capital letters: `NL` (ISO 3166-1).
        country: Option<At<Country>>,
        /// Country of the group it belongs to, from where access may be possible, as two capital letters.
        group_country: Option<At<Country>>,
        /// Where the data is kept, as stated.
        location: Option<String>,
        /// The tool of GDPR chapter V that allows the transfer.
        transfer: Option<Transfer>,
        /// The agreement (GDPR Art. 26, 28).
        agreement: Option<Agreement>,
        /// Processors behind it; `[]` says: none.
        sub_processors: Option<Vec<SubProcessor>>,
        /// Data it receives or holds.
        data: Vec<DataRef>,
        /// Says that what it receives is anonymous: numbers about groups, and no `data`.
        anonymous: Option<At<bool>>,
        /// Its own privacy statement.
        statement_url: Option<Url>,
        /// How Waarborg reaches it.
        connector: Option<Connector>,
    }
}

crate::choice! {
    /// In which role a recipient receives data.
    pub enum RecipientRole {
        /// Processes on our behalf (GDPR Art. 4(8)).
        Processor = "processor",
        /// Decides for itself (GDPR Art. 4(7)).
        Controller = "controller",
        /// Decides together with us (GDPR Art. 26).
        JointController = "joint-controller",
        /// Receives data in an exchange it is authorised for.
        AuthorisedParty = "authorised-party",
        /// A public authority.
        PublicAuthority = "public-authority",
    }
}

crate::choice! {
    /// What a recipient does.
    pub enum ServiceKind {
        /// E-mail.
        Email = "email",
        /// Storage of files.
        Files = "files",
        /// Measuring the use of sites.
        Analytics = "analytics",
        /// Shared documents.
        Documents = "documents",
        /// Tickets for support and development.
        Tickets = "tickets",
        /// Source code.
        Code = "code",
        /// Hosting of sites, services and backups.
        Hosting = "hosting",
        /// Registration of domain names.
        Registrar = "registrar",
        /// Sending newsletters.
        Mailing = "mailing",
        /// Bookkeeping and invoices.
        Accounting = "accounting",
        /// Telephony.
        Telephony = "telephony",
        /// Payments.
        Payments = "payments",
        /// Exchange of data with authorised parties.
        Exchange = "exchange",
        /// A public authority.
        Authority = "authority",
        /// Customer relations.
        Relations = "relations",
        /// Employment and payroll.
        Employment = "employment",
        /// Health care.
        Care = "care",
        /// Library services.
        Library = "library",
        /// Anything else, said in `description`.
        Other = "other",
    }
}

crate::table! {
    /// What allows a transfer outside the European Economic Area (GDPR Art. 44–49).
    pub struct Transfer {
        /// The tool.
        tool: At<TransferTool>,
        /// When it was last checked, for instance against the list of participants.
        checked_on: Option<Date>,
        /// When the transfer impact assessment was made.
        assessment_on: Option<Date>,
        /// Where people get a copy of the safeguards.
        copy: Option<Words>,
    }
}

crate::choice! {
    /// A tool for transfers.
    pub enum TransferTool {
        /// Adequacy decision (Art. 45).
        Adequacy = "adequacy",
        /// EU–US Data Privacy Framework, for its participants (Decision (EU) 2023/1795).
        DataPrivacyFramework = "data-privacy-framework",
        /// Standard contractual clauses of the Commission (Decision (EU) 2021/914).
        StandardClauses = "standard-clauses",
        /// Binding corporate rules (Art. 47).
        BindingCorporateRules = "binding-corporate-rules",
        /// Derogation for specific situations (Art. 49).
        Derogation = "derogation",
        /// Nothing leaves the Area and nobody outside has access.
        None = "none",
    }
}

crate::table! {
    /// An agreement with a recipient.
    pub struct Agreement {
        /// Title.
        title: Words,
        /// Version.
        version: Option<String>,
        /// Date of signature.
        signed_on: Option<Date>,
        /// Where the signed text is kept.
        file: Option<String>,
        /// Until when it runs.
        ends_on: Option<Date>,
        /// Essence of the arrangement, for joint controllers (GDPR Art. 26(2)).
        essence: Option<Words>,
    }
}

crate::table! {
    /// A processor engaged by a processor (GDPR Art. 28(2) and (4)).
    pub struct SubProcessor {
        /// Name.
        name: String,
        /// Country.
        country: Country,
        /// What it does.
        service: Option<Words>,
    }
}

crate::table! {
    /// How Waarborg reaches a recipient. Secrets stand in `server.toml`.
    pub struct Connector {
        /// Sort of connector.
        kind: ConnectorKind,
        /// Settings of that connector.
        settings: Option<Settings>,
    }
}

crate::choice! {
    /// A sort of connector.
    pub enum ConnectorKind {
        /// A person does it and confirms.
        Human = "human",
        /// A mailbox over IMAP and SMTP.
        Mailbox = "mailbox",
        /// A store of files: Google Drive, S3, WebDAV, a folder.
        Files = "files",
        /// Google Analytics user deletion.
        GoogleAnalytics = "google-analytics",
        /// Atlassian Jira.
        Jira = "jira",
        /// Atlassian Confluence.
        Confluence = "confluence",
        /// Git hosting and history.
        Git = "git",
        /// A database described by a table map.
        Database = "database",
        /// A signed webhook (OpenDSR, Data Rights Protocol).
        Webhook = "webhook",
    }
}

crate::table! {
    /// A case in which data may be disclosed outside the stated purposes.
    pub struct Disclosure {
        /// What is said about it.
        words: Words,
        /// The case.
        ground: At<DisclosureGround>,
        /// The lawful basis for that case.
        basis: Option<LawfulBasis>,
    }
}

crate::choice! {
    /// A case in which data may be disclosed.
    pub enum DisclosureGround {
        /// A statute requires it.
        LegalObligation = "legal-obligation",
        /// A court or authority asks for it.
        LegalProcess = "legal-process",
        /// Rights, property or safety of the organisation are at stake.
        OwnRights = "own-rights",
        /// The organisation merges or is sold.
        Succession = "succession",
    }
}
