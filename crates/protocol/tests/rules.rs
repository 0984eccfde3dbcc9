//! Each gap rule has a smallest protocol that trips it, at the marked line, and one that does not.

use std::cell::RefCell;

use waarborg_protocol::{FindingKind, check, load};

/// The least a protocol must say to be valid.
const LEAST: &str =
    "waarborg = 1\n[controller]\nname = \"Example\"\ntime_zone = \"Europe/Amsterdam\"\nlanguages = [\"en\"]\n";

thread_local! {
    static TESTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn whole(text: &str) -> String {
    if text.contains("[controller]") { text.to_owned() } else { format!("{LEAST}{text}") }
}

fn findings(text: &str) -> Vec<(&'static str, usize)> {
    let text = whole(text);
    let loaded = load(&vec![("protocol.toml".to_owned(), text.clone())], "protocol.toml");
    let invalid: Vec<_> = loaded.findings.iter().filter(|finding| finding.kind == FindingKind::Invalid).collect();
    assert!(invalid.is_empty(), "not a valid protocol: {invalid:?}\n{text}");
    loaded.findings.iter().map(|finding| (finding.code, loaded.sources.place(finding.span).line)).collect()
}

/// Checks one rule: `trips` is found at the line with `# <-`, or at the controller's first lines when no line is marked.
fn rule(code: &str, trips: &str, passes: &str) {
    let text = whole(trips);
    let marked = text.lines().position(|line| line.contains("# <-")).map(|at| at + 1);
    let found: Vec<usize> =
        findings(trips).into_iter().filter(|(found, _)| *found == code).map(|(_, line)| line).collect();
    match marked {
        Some(line) => assert_eq!(found, [line], "{code} must be found once, at the marked line of:\n{text}"),
        None => {
            assert!(matches!(found.as_slice(), [2..=5]), "{code} must be found at the controller: {found:?}\n{text}");
        }
    }
    let silent = findings(passes);
    assert!(silent.iter().all(|(found, _)| *found != code), "{code} must not be found in:\n{passes}\n{silent:?}");
    TESTED.with(|tested| tested.borrow_mut().push(code.to_owned()));
}

#[test]
fn each_rule_finds_its_gap_at_the_right_line_and_nothing_where_there_is_none() {
    purposes();
    data();
    recipients();
    rights();
    requests_and_remedies();
    sites();
    organisation();
    breach();
    languages();
    let tested = TESTED.with(|tested| tested.borrow().clone());
    for rule in check::rules() {
        assert!(tested.iter().any(|code| code == rule.code), "{} has no pair of protocols here", rule.code);
    }
}

fn purposes() {
    let tax = "[purpose.tax]\nname = \"Tax\"\n";
    let marked = "[purpose.tax] # <-\nname = \"Tax\"\n";
    rule("G01", marked, &format!("{tax}basis = {{ kind = \"legal-obligation\", statute = \"AWR art. 52\" }}\n"));
    rule("G01", &format!("{tax}[general_basis] # <-\nkind = \"legal-obligation\"\nstatute = \"the law\"\n"), "");
    let interest = "kind = \"legitimate-interest\"\ninterest = \"To answer who writes to us\"\n";
    let support = "[purpose.support]\nname = \"Support\"\n[purpose.support.basis]";
    let assessed = "assessment = { necessity = \"n\", balance = \"b\", assessed_on = 2026-01-01 }\n";
    rule("G02", &format!("{support} # <-\n{interest}"), &format!("{support}\n{interest}{assessed}"));
    rule("G02", &format!("[general_basis] # <-\n{interest}"), "");
    let books = "retention = \"books\"\n[retention.books]\n";
    rule("G03", marked, &format!("{tax}{books}period = \"P7Y\"\nfrom = \"financial-year-end\"\n"));
    rule(
        "G03",
        &format!("{marked}{books}criteria = \"As long as needed\"\n"),
        &format!("{tax}{books}criteria = \"Until the claim is settled\"\n"),
    );
    let whole = "[category.c]\nname = \"C\"\n[category.c.field.a]\nname = \"A\"\nkind = \"text\"\n[category.c.field.b]\n\
                 name = \"B\"\nkind = \"text\"\n";
    let part = |data: &str| format!("{books}criteria = \"Until the claim is settled\"\ndata = [{data}]\n{whole}");
    let uses = "data = \"c\"\n";
    rule("G03", &format!("{marked}{uses}{}", part("\"c.a\"")), &format!("{tax}{uses}{}", part("\"c.a\", \"c.b\"")));
    rule("G03", &format!("{marked}{uses}{}", part("\"c.a\"")), &format!("{tax}{uses}{}", part("\"c\"")));
    rule(
        "G25",
        "[purpose.better] # <-\nname = \"To improve our services\"\n",
        "[purpose.better]\nname = \"To improve our services\"\nactivities = [\"Count visits per page\"]\n",
    );
    rule(
        "G26",
        "[disclosure.own-rights] # <-\nwords = \"We may disclose data to protect our property.\"\nground = \"own-rights\"\n",
        "[disclosure.law]\nwords = \"When a court orders it.\"\nground = \"legal-process\"\n\
         basis = { kind = \"legal-obligation\", statute = \"Sv art. 126nd\" }\n",
    );
    rule(
        "G30",
        "[newsletter.news] # <-\nname = \"News\"\n",
        "[newsletter.news]\nname = \"News\"\nopt_in = \"double\"\nproof = \"The confirmation, with its time\"\n",
    );
}

fn data() {
    let copy = "[category.identity]\nname = \"Identity\"\n[category.identity.field.copy]\nname = \"Copy\"\nkind = \"id-copy\"\n\
                [retention.copy]\nperiod = \"P14D\"\nfrom = \"decided\"\n";
    rule(
        "G14",
        "[requests]\nidentity = [\"code\", \"id-copy\"] # <-\n",
        &format!(
            "{copy}[requests]\nid_copy = {{ masked = [\"photo\"], channel = \"portal\", retention = \"copy\" }}\n"
        ),
    );
    rule(
        "G14",
        &format!("{copy}[requests.id_copy] # <-\nmasked = [\"photo\"]\nchannel = \"email\"\nretention = \"copy\"\n"),
        "[requests]\nidentity = [\"code\"]\n",
    );
    rule(
        "G18",
        "[category.contact] # <-\nname = \"Contact\"\n",
        "[subject.customer]\nname = \"Customer\"\n[category.contact]\nname = \"Contact\"\nsubjects = [\"customer\"]\n\
         source = \"data-subject\"\n",
    );
    let app = "[service.app]\nname = \"App\"\naccounts = true\n";
    let field = |kind: &str| format!("[category.a.field.{kind}]\nname = \"{kind}\"\nkind = \"{kind}\"\n");
    let account = ["account", "authorisation", "log"].map(field).concat();
    rule(
        "G19",
        &format!("[category.contact] # <-\nname = \"Contact\"\n{app}"),
        &format!("{app}[category.a]\nname = \"A\"\n{account}"),
    );
    let jira = "name = \"Tickets\"\nkind = \"tickets\"\n";
    rule(
        "G19",
        &format!("[recipient.jira] # <-\n{jira}"),
        &format!("[recipient.jira]\n{jira}[category.a]\nname = \"A\"\n{}", field("message")),
    );
    rule(
        "G20",
        "[provision] # <-\nwords = \"The required fields are the least we need.\"\n",
        "[provision]\nwords = \"The required fields are the least we need.\"\n[category.c]\nname = \"C\"\n\
         [form.join]\nname = \"Join\"\nrequired = [\"c\"]\nground = \"contractual\"\nconsequence = \"No account\"\n",
    );
    rule("G20", "[form.join] # <-\nname = \"Join\"\n", "");
    rule(
        "G20",
        "[category.contact] # <-\nname = \"Contact\"\nsource = \"data-subject\"\n",
        "[category.contact]\nname = \"Contact\"\nsource = \"public\"\n",
    );
    rule(
        "S01",
        "[category.health]\nname = \"Health\"\nspecial = \"health\" # <-\n",
        "[category.health]\nname = \"Health\"\nspecial = \"health\"\nspecial_exception = \"health-care\"\n",
    );
    let group = |basis: &str| {
        format!(
            "[category.group]\nname = \"Group\"\nspecial = \"health\"\nspecial_exception = \"explicit-consent\"\n{basis}"
        )
    };
    let consent = "basis = { kind = \"consent\", text = \"Yes.\", withdraw = \"Tell us.\" }\n";
    let meets = |mark: &str, basis: &str| format!("[purpose.meet]{mark}\nname = \"Meet\"\ndata = \"group\"\n{basis}");
    rule(
        "S01",
        &group(&meets(" # <-", "basis = { kind = \"contract\", contract = \"Membership\" }\n")),
        &group(&meets("", consent)),
    );
    let young = |basis: &str| {
        format!(
            "[subject.child]\nname = \"Children\"\nminors = true\n[subject.adult]\nname = \"Adults\"\n\
             [category.group]\nname = \"Group\"\nsubjects = [\"child\", \"adult\"]\n{basis}"
        )
    };
    let guardian =
        "basis = { kind = \"consent\", text = \"Yes.\", withdraw = \"Tell us.\", guardian = \"A parent signs.\" }\n";
    rule("S03", &young(&meets(" # <-", consent)), &young(&meets("", guardian)));
    rule("S03", &young(&meets(" # <-", consent)), &young(&meets("", &format!("subjects = \"adult\"\n{consent}"))));
    let bsn = |mark: &str, rest: &str| {
        format!("[category.id]\nname = \"Id\"\n[category.id.field.bsn]{mark}\nname = \"BSN\"\nkind = \"bsn\"\n{rest}")
    };
    rule("S02", &bsn(" # <-", ""), &bsn("", "statute = \"Wabvpz art. 5\"\n"));
}

fn recipients() {
    let mail = |mark: &str, name: &str, rest: &str| format!("[recipient.mail]{mark}\nname = \"{name}\"\n{rest}");
    let framework = "transfer = { tool = \"data-privacy-framework\", checked_on = 2026-01-01 }\n";
    rule(
        "G04",
        &mail(" # <-", "Mail Inc", "country = \"US\"\n"),
        &mail("", "Mail Inc", &format!("country = \"US\"\n{framework}")),
    );
    rule("G04", &mail(" # <-", "Mail", ""), &mail("", "Mail", "country = \"NL\"\n"));
    let clauses = "group_country = \"US\"\ntransfer = { tool = \"standard-clauses\", checked_on = 2026-01-01, copy = \"Ask us\" }\n";
    rule(
        "G04",
        &mail(" # <-", "Google Email", "country = \"IE\"\n"),
        &mail("", "Google Email", &format!("country = \"IE\"\n{clauses}")),
    );
    let denied =
        |mark: &str| format!("[promise.none]{mark}\nwords = \"We do not share data.\"\ncontrol = \"no-sharing\"\n");
    rule("G05", &mail("", "Mail", &denied(" # <-")), &denied(""));
    rule("G05", "[purpose.tax] # <-\nname = \"Tax\"\n", "[purpose.tax]\nname = \"Tax\"\nrecipients = []\n");
    rule(
        "G05",
        "[newsletter.news] # <-\nname = \"News\"\n",
        &format!("[newsletter.news]\nname = \"News\"\nsender = \"mail\"\n{}", mail("", "Mail", "")),
    );
    rule(
        "G06",
        &mail(" # <-", "Mail", "role = \"processor\"\n"),
        &mail("", "Mail", "role = \"processor\"\nagreement = { title = \"Agreement\" }\nsub_processors = []\n"),
    );
    rule(
        "G06",
        &mail(" # <-", "Mail", "role = \"joint-controller\"\n"),
        &mail("", "Mail", "role = \"public-authority\"\n"),
    );
    let app = |mark: &str, rest: &str| format!("[service.app]{mark}\nname = \"App\"\n{rest}");
    rule("G23", &app(" # <-", ""), &app("", "role = \"controller\"\nrole_words = \"We decide.\"\n"));
    rule("G29", "[register]\ncovers = [\"data\"] # <-\n", "[register]\nwords = \"We keep a register.\"\n");
    let processor = "role = \"processor\"\n";
    rule(
        "G29",
        &app(" # <-", processor),
        &app("", &format!("{processor}[processing.app]\nname = \"App\"\ncontrollers = \"Customers\"\n")),
    );
}

fn rights() {
    let right = |name: &str, rest: &str| format!("[right.{name}]\nwords = \"You have this right.\"\n{rest}");
    rule("G07", "", &right("restriction", ""));
    rule("R01", "", &right("erasure", ""));
    rule("R02", "", &right("objection", ""));
    let cookies = "[cookies]\ncategories = [\"analytical\"]\n";
    rule("G08", cookies, &format!("{cookies}{}", right("withdrawal", "")));
    let news = "[newsletter.news]\nname = \"News\"\n";
    rule(
        "G09",
        &format!("{news}[right.objection] # <-\nwords = \"You may object.\"\n"),
        &format!("{news}[right.objection]\ndirect_marketing = \"Always, at once.\"\n"),
    );
    rule("G10", "", &right("portability", "conditions = \"Data you gave, on consent or contract.\"\n"));
    rule(
        "G10",
        "[right.portability]\nscope = \"all\" # <-\nconditions = \"None\"\n",
        &right("portability", "conditions = \"c\"\n"),
    );
    let parts =
        "\"copy\", \"purposes\", \"categories\", \"recipients\", \"retention\", \"rights\", \"complaint\", \"source\"";
    rule("G11", "[right.access] # <-\nincludes = [\"overview\"]\n", &format!("[right.access]\nincludes = [{parts}]\n"));
    rule(
        "G12",
        "[right.rectification]\nchannels = [\"email-link\"] # <-\n",
        "[right.rectification]\nchannels = [\"email-link\", \"portal\"]\n",
    );
}

fn requests_and_remedies() {
    rule("G13", "[requests]\nidentity = [\"id-copy\"] # <-\n", "[requests]\nidentity = [\"code\", \"id-copy\"]\n");
    rule("G13", "[requests.id_copy] # <-\nmasked = [\"photo\"]\n", "[requests]\nfree = true\n");
    rule("G13", "[right.objection]\nidentity = [\"id-copy\"] # <-\n", "[right.objection]\nidentity = [\"code\"]\n");
    rule(
        "G15",
        "[requests]\nanswer_within = \"P7D\" # <-\n",
        "[requests]\nanswer_within = \"P7D\"\nstatutory = \"P1M\"\nextension = \"P2M\"\n",
    );
    let remedies = "court = \"You can go to a judge.\"\nother_authorities = \"Or to the authority where you live.\"\n";
    let old = "https://autoriteitpersoonsgegevens.nl/nl/meldingsformulier-klachten";
    rule(
        "G16",
        &format!("[complaint]\nurl = \"{old}\" # <-\n{remedies}"),
        &format!("[complaint]\nurl = \"https://www.autoriteitpersoonsgegevens.nl/klacht\"\n{remedies}"),
    );
    let authority = "[authority]\nname = \"A\"\ncountry = \"NL\"\ncomplaint_url = \"https://authority.example\"\n";
    rule(
        "G16",
        "[complaint] # <-\nurl = \"https://authority.example/complain\"\n",
        &format!("{authority}[complaint]\n{remedies}"),
    );
    rule("G16", &format!("[complaint] # <-\n{remedies}"), &format!("{authority}[complaint]\n{remedies}"));
}

fn sites() {
    let ip = "[category.use]\nname = \"Use\"\n[category.use.field.ip]\nname = \"IP address\"\nkind = \"ip-address\"\n";
    let stats = "[recipient.stats]\nname = \"Statistics\"\n";
    rule("G21", &format!("{ip}{stats}anonymous = true # <-\n"), &format!("{ip}{stats}"));
    let counts = |mark: &str, data: &str| {
        format!("{ip}[recipient.town]\nname = \"Town\"\nkind = \"authority\"\n{data}anonymous = true{mark}\n")
    };
    rule("G21", &counts(" # <-", "data = \"use\"\n"), &counts("", ""));
    let anonymous = |mark: &str| {
        format!("[promise.anonymous]{mark}\nwords = \"All anonymous.\"\ncontrol = \"anonymous-analytics\"\n")
    };
    rule("G21", &format!("{ip}{}", anonymous(" # <-")), &anonymous(""));
    let www = |mark: &str| format!("[site.www]{mark}\nurl = \"https://example.org\"\n");
    let cookie = "[site.www.cookie.session]\nname = \"sid\"\ndescription = \"Keeps you signed in\"\n\
                  category = \"functional\"\nlife = \"session\"\n";
    rule("G22", &www(" # <-"), &format!("{}{cookie}", www("")));
    rule(
        "G22",
        "[cookies]\ncategories = [\"analytical\"]\nwithdraw = [\"browser\"] # <-\n",
        "[cookies]\ncategories = [\"analytical\"]\nwithdraw = [\"site\"]\n[site.www]\nuses_cookies = false\n",
    );
    rule(
        "G22",
        &format!("[cookies]\nwithdraw = [\"site\"]\n{}", www(" # <-")),
        &format!("[cookies]\nwithdraw = [\"site\"]\n{}uses_cookies = false\n", www("")),
    );
    rule("G28", "[site.www]\nurl = \"http://example.org\" # <-\n", &www(""));
    let connections = |mark: &str, words: &str| {
        format!("[promise.safe]{mark}\nwords = \"{words}\"\ncontrol = \"encrypted-connections\"\n")
    };
    rule("G28", &connections(" # <-", "We use SSL certificates."), &connections("", "We use TLS."));
}

fn organisation() {
    let none = |mark: &str, rest: &str| format!("[dpo]{mark}\nappointed = false\n{rest}");
    let contact = "[contact.privacy]\nrole = \"privacy\"\nemail = \"privacy@example.org\"\n";
    rule("G17", &none(" # <-", contact), &none("", &format!("why = \"No large-scale monitoring.\"\n{contact}")));
    rule("G17", &none(" # <-", "why = \"w\"\n"), &none("", &format!("why = \"w\"\n{contact}")));
    rule(
        "G24",
        "[statement] # <-\nversion = \"1\"\n",
        "[statement]\nversion = \"1\"\neffective_on = 2026-12-01\nannounced_by = [\"site\"]\n",
    );
    rule(
        "G32",
        "[design] # <-\nwords = \"We think of privacy.\"\n",
        "[design]\ndefaults = [\"Profiles are hidden.\"]\n",
    );
    let iso = |mark: &str, rest: &str| {
        format!("[certificate.iso]{mark}\nstandard = \"ISO/IEC 27001\"\nstatus = \"in-progress\"\n{rest}")
    };
    rule("G33", &iso(" # <-", ""), &iso("", "status_on = 2026-09-01\n"));
    let address = "address = { street = \"Street 1\", postcode = \"1234 AB\", city = \"Town\", country = \"NL\" }\n";
    rule("G34", "", &format!("{LEAST}{address}chamber_of_commerce = \"12345678\"\nvat = \"NL001234567B01\"\n"));
    let possible = |mark: &str| {
        format!(
            "[promise.a]{mark}\nwords = \"Encrypted whenever possible.\"\ncontrol = \"encryption\"\nextent = \"where-possible\"\n"
        )
    };
    let always = "[promise.b]\nwords = \"All data is encrypted.\"\ncontrol = \"encryption\"\n";
    rule("G27", &format!("{}{always}", possible(" # <-")), &possible(""));
    rule("G27", &format!("{}{always}", possible(" # <-")), always);
}

fn breach() {
    let clock = "authority_within = \"PT72H\"\nawareness = \"When we are reasonably certain\"\n";
    let lawful = format!("[breach]\n{clock}authority_when = \"always\"\nregisters_all = true\n");
    rule("G31", "[breach] # <-\nregisters_all = true\n", &lawful);
    rule("G31", "", &lawful);
    rule("B1", "[breach] # <-\n", &format!("[breach]\n{clock}"));
    rule("B1", "[breach]\nauthority_within = \"P4D\" # <-\nawareness = \"a\"\n", "");
    rule(
        "B2",
        "[breach]\nauthority_when = \"impact-class\" # <-\n",
        "[breach]\nauthority_when = \"unless-risk-unlikely\"\n",
    );
    rule("B2", "[breach] # <-\n", "[breach]\nauthority_when = \"always\"\n");
    rule("B3", "[breach] # <-\n", "[breach]\nregisters_all = true\n");
    let app = "[service.app]\nname = \"App\"\n";
    rule("B4", &format!("{app}[breach] # <-\n"), &format!("{app}[breach]\ninform_controllers_within = \"PT24H\"\n"));
    let host = "[recipient.host]\nname = \"Host\"\nrole = \"processor\"\n";
    rule("B4", &format!("{host}[breach] # <-\n"), &format!("{host}[breach]\nprocessors_inform_within = \"PT24H\"\n"));
    let practice = "phased = true\nlate_reasons = true\nauthority_contact = \"privacy\"\nauthority_deputy = \"management\"\n\
                    out_of_hours = \"On call.\"\n";
    rule(
        "B5",
        &format!("[breach] # <-\n{practice}"),
        &format!("[breach]\n{practice}cross_border = \"Lead authority.\"\n"),
    );
    rule(
        "B6",
        "[breach]\nclassified_by = \"incident-manager\" # <-\n",
        "[breach]\ndecided_by = \"management\"\nsecond_person = \"privacy\"\nadviser = \"privacy\"\n",
    );
    let decided = |mark: &str, second: &str| {
        format!("[breach]{mark}\ndecided_by = \"management\"\nsecond_person = \"{second}\"\nadviser = \"dpo\"\n")
    };
    rule("B6", &decided(" # <-", "management"), &decided("", "privacy"));
    let parts = "subject_message = [\"what-happened\", \"consequences\", \"measures\", \"contact\"]\n";
    let told = format!("[breach]\n{parts}subject_exceptions = \"When data cannot be read.\"\n");
    rule("B7", "[breach]\nsubject_message = [\"what-happened\", \"steps\"] # <-\n", &told);
    rule("B7", "[breach] # <-\n", &told);
    let classes = "classes = [\"low\", \"high\"]\n";
    rule("B8", &format!("[breach] # <-\n{classes}"), &format!("[breach]\n{classes}risk_scale = \"enisa\"\n"));
    let promises = |extent: &str| {
        format!(
            "[promise.a]\nwords = \"Advanced encryption\"\ncontrol = \"encryption\"\n[promise.b]\nwords = \"Encrypted\"\n\
             control = \"encryption\"\nextent = \"{extent}\"\n"
        )
    };
    rule(
        "B9",
        &format!("{}[breach]\nmeasures = [\"a\"] # <-\n", promises("where-possible")),
        &format!("{}[breach]\nmeasures = [\"a\"]\n", promises("always")),
    );
}

fn languages() {
    let bilingual = |rest: &str| LEAST.replace("[\"en\"]", "[\"nl\", \"en\"]") + rest;
    rule(
        "L01",
        &bilingual("[design]\nwords = { en = \"We think of privacy.\" } # <-\n"),
        &bilingual("[design]\nwords = { nl = \"Wij denken aan privacy.\", en = \"We think of privacy.\" }\n"),
    );
    rule(
        "L01",
        &bilingual("[recipient.mail]\nname = { nl = \"Andere bibliotheken\" } # <-\n"),
        &bilingual("[recipient.mail]\nname = \"Laposta\"\n"),
    );
    let address = "address = { street = \"Street 1\", postcode = \"1234 AB\", city = \"Town\", country = \"NL\" }\n";
    rule("L02", &(LEAST.replace("[\"en\"]", "[\"en\"] # <-") + address), &bilingual(address));
}
