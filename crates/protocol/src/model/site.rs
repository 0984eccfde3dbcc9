use super::{At, CookieLife, Map, Period, Purpose, Recipient, Ref, Service as Offered, Url, Words};

crate::table! {
    /// A service offered to customers.
    pub struct Service {
        /// Name.
        name: Words,
        /// What it does.
        description: Option<Words>,
        /// Whether people have accounts in it.
        accounts: Option<bool>,
        /// Role of the organisation for the data of that service.
        role: Option<At<ServiceRole>>,
        /// That role in plain words: who decides, whom to ask.
        role_words: Option<Words>,
    }
}

crate::choice! {
    /// Role of the organisation for the data in a service.
    pub enum ServiceRole {
        /// Decides why and how.
        Controller = "controller",
        /// Processes on behalf of the customer.
        Processor = "processor",
        /// Controller for the accounts, processor for what customers put in.
        Both = "both",
    }
}

crate::table! {
    /// One row of the register as processor (GDPR Art. 30(2)).
    pub struct ProcessingForOthers {
        /// Name.
        name: Words,
        /// The controllers on whose behalf, by name or group.
        controllers: Words,
        /// Categories of processing.
        activities: Vec<Words>,
        /// The service in which it happens.
        service: Option<Ref<Offered>>,
        /// Processors behind us.
        sub_processors: Vec<Ref<Recipient>>,
        /// Transfers outside the European Economic Area, or that there are none.
        transfers: Option<Words>,
        /// General description of security measures.
        measures: Option<Words>,
    }
}

crate::table! {
    /// A website, web application or app.
    pub struct Site {
        /// Name, when it is not the address.
        name: Option<Words>,
        /// Address; an app on a telephone may have none.
        url: Option<At<Url>>,
        /// Registrar of the domain.
        registrar: Option<Ref<Recipient>>,
        /// Hosting provider.
        hosting: Option<Ref<Recipient>>,
        /// Where it is hosted, as stated.
        location: Option<String>,
        /// Services that run there.
        services: Vec<Ref<Offered>>,
        /// Whether it stores or reads anything on the visitor's device; without it: unknown.
        uses_cookies: Option<bool>,
        /// Cookies and similar storage.
        cookie: Map<Cookie>,
    }
}

crate::table! {
    /// A cookie or other storage on the visitor's device (Tw Art. 11.7a).
    pub struct Cookie {
        /// Name on the device; a `*` stands for any ending.
        name: String,
        /// Sort of storage.
        storage: Option<Storage>,
        /// What it is for, in plain words.
        description: Words,
        /// Category.
        category: At<CookieCategory>,
        /// Purpose it serves.
        purpose: Option<Ref<Purpose>>,
        /// Who sets it, when not the organisation.
        provider: Option<Ref<Recipient>>,
        /// How long it stays.
        life: CookieLife,
    }
}

crate::choice! {
    /// A sort of storage.
    pub enum Storage {
        /// Cookie.
        Cookie = "cookie",
        /// Local storage of the browser.
        LocalStorage = "local-storage",
        /// Session storage of the browser.
        SessionStorage = "session-storage",
        /// Database of the browser.
        IndexedDb = "indexed-db",
        /// Pixel or link that is measured.
        Pixel = "pixel",
    }
}

crate::choice! {
    /// A category of cookies (AP).
    pub enum CookieCategory {
        /// Needed for what the visitor asks for.
        Functional = "functional",
        /// Own measuring with slight consequences for privacy.
        LimitedAnalytical = "limited-analytical",
        /// Other measuring; needs consent.
        Analytical = "analytical",
        /// Advertising, following, social media; needs consent.
        Marketing = "marketing",
    }
}

impl CookieCategory {
    /// Whether Tw Art. 11.7a asks for consent beforehand.
    pub fn needs_consent(self) -> bool {
        matches!(self, Self::Analytical | Self::Marketing)
    }
}

crate::table! {
    /// What is said about cookies in general.
    pub struct CookieRules {
        /// What is said about them.
        words: Option<Words>,
        /// Categories in use.
        categories: Vec<CookieCategory>,
        /// Whether visitors choose at their first visit.
        choice_at_first_visit: Option<bool>,
        /// Where a choice can be changed.
        withdraw: Vec<At<CookieWithdrawal>>,
        /// How long a choice is remembered, yes and no alike.
        choice_kept_for: Option<Period>,
        /// Whether Global Privacy Control counts as a refusal.
        honours_gpc: Option<bool>,
    }
}

crate::choice! {
    /// Where a cookie choice can be changed.
    pub enum CookieWithdrawal {
        /// On every page of the site.
        Site = "site",
        /// In the settings of the browser.
        Browser = "browser",
    }
}

crate::table! {
    /// A newsletter.
    pub struct Newsletter {
        /// Name.
        name: Words,
        /// Purpose it serves.
        purpose: Option<Ref<Purpose>>,
        /// Who sends it.
        sender: Option<Ref<Recipient>>,
        /// On which ground people receive it (Tw Art. 11.7).
        opt_in: Option<At<OptIn>>,
        /// What proves that they asked for it.
        proof: Option<Words>,
        /// How people stop it.
        unsubscribe: Vec<Unsubscribe>,
        /// Whether every letter ends with a link to correct one's data and preferences.
        preferences_link: Option<bool>,
        /// How often it comes.
        frequency: Option<Words>,
    }
}

crate::choice! {
    /// On which ground people receive a newsletter.
    pub enum OptIn {
        /// They ask for it and confirm by a link.
        Double = "double",
        /// They ask for it.
        Single = "single",
        /// Customers, about similar products, with a way out each time (Tw Art. 11.7(3)).
        ExistingCustomer = "existing-customer",
    }
}

crate::choice! {
    /// A way to stop a newsletter.
    pub enum Unsubscribe {
        /// One click in the mail program (RFC 8058).
        OneClick = "one-click",
        /// A link in the letter.
        Link = "link",
        /// A message.
        Email = "email",
    }
}
