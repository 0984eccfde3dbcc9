# General
and = and
or = or
after = after
and-more = and { $n } more
contents = Contents
not-stated = Not stated
missing = { $organisation } has not stated this here.
missing-law = { $article } asks for it.
article = GDPR Article { $number }
article-paragraph = GDPR Article { $number }({ $paragraph })
article-letter = GDPR Article { $number }({ $paragraph })({ $letter })
on-date = since { $date }
until-date = valid until { $date }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

period-years = { $n ->
    [one] { $number } year
   *[other] { $number } years
 }
period-months = { $n ->
    [one] { $number } month
   *[other] { $number } months
 }
period-weeks = { $n ->
    [one] { $number } week
   *[other] { $number } weeks
 }
period-days = { $n ->
    [one] { $number } day
   *[other] { $number } days
 }
period-hours = { $n ->
    [one] { $number } hour
   *[other] { $number } hours
 }
period-minutes = { $n ->
    [one] { $number } minute
   *[other] { $number } minutes
 }
period-seconds = { $n ->
    [one] { $number } second
   *[other] { $number } seconds
 }

# The statement: head and short layer
statement-title = Privacy statement
statement-about = Which personal data { $organisation } uses, why, for how long, who receives it, and what your rights are.
statement-lead = Here you can read which data { $organisation } uses about you, why, for how long, and what you have to say about it.
version-word = Version:
version-declared = Version { $version }
effective-word = Applies from:
effective-on = applies from { $date }
versions-all = all versions
version-current = Read the statement that applies now
version-announced-title = A new version
version-announced = This text was published on { $published } and applies from { $date }.
version-until-then = Until that day, version { $number } holds
version-old-title = This version no longer applies
version-old = It stood here from { $from } to { $until }.
changed-title = What changed in this version
short-who = Who is responsible?
short-who-text = { $organisation } decides why and how your data is used.
short-who-questions = Questions? Write to
short-who-more = Who we are
short-what = Which data?
short-what-more = All data
short-why = What for?
short-why-more = Each purpose, with its lawful basis
short-recipients = Who receives it?
short-recipients-text = { $n ->
    [one] One recipient receives data.
   *[other] { $n } recipients receive data, { $processors ->
        [0] none
        [one] one
       *[other] { $processors }
    } of which work on our behalf.
 }
short-recipients-count = { $n ->
    [one] One recipient receives data.
   *[other] { $n } recipients receive data.
 }
short-recipients-outside = { $n ->
    [0] No data leaves Europe.
    [one] With one recipient, data may leave Europe.
   *[other] With { $n } recipients, data may leave Europe.
 }
short-recipients-more = All recipients
short-how-long = For how long?
short-how-long-range = It depends on the purpose: from { $shortest } to { $longest }.
short-how-long-one = We keep data for { $period }.
short-how-long-criteria = It depends on the purpose.
short-how-long-more = All retention periods
short-rights = What can you do?
short-rights-text = You can see your data, have it corrected or erased, and take it with you. And you can object.
short-rights-within = We try to answer within { $period }.
short-rights-more = All your rights
objection-title = You can object
objection-interest = Do we use your data for a legitimate interest? Then you may object at any time, for reasons that have to do with your situation. We stop, unless we have compelling reasons that weigh more.
objection-more = More about this right

# Parts
part-controller = Who is responsible?
part-data = Which data do we use?
part-purposes = What for, and on which lawful basis?
part-provision = Do you have to give us data?
part-recipients = Who receives your data?
part-transfers = Does data leave Europe?
part-retention = How long do we keep data?
part-security = How do we protect your data?
part-cookies = Cookies
part-rights = What are your rights?
part-decisions = Does a computer decide about you?
part-complaint = Making a complaint
part-breaches = When something goes wrong: data breaches
part-changes = Changes to this statement
part-contact = Contact

# Controller
controller-text = { $organisation } is the controller. That means: we decide why and how we use your personal data, and you can hold us to it.
name = Name
trade-names = Trade names
address = Address
contact = Contact
website = Website
chamber-of-commerce = Trade register number (KvK)
vat = VAT identification number
representative = Representative in the EU
dpo-title = Who looks after your privacy?
dpo = Data protection officer
dpo-appointed = We have a data protection officer, who sees to it that we follow privacy law. You can always ask the officer a question.
dpo-none = { $organisation } has no data protection officer.
privacy-contact = Contact for privacy
roles-title = For whom do we work, in each service?
roles-text = Sometimes we decide ourselves what data is used for. Then we are responsible. Sometimes we work on behalf of a customer. Then that customer is responsible, and we are the processor.
roles-more = What we do on behalf of others is in the
service-role-controller = We are responsible
service-role-processor = The customer is responsible, we are the processor
service-role-both = We are responsible for the accounts, the customer for what is in them
joint-title = Are we responsible together with others?
joint-none = No. { $organisation } decides with nobody else why and how data is used.
contact-text = Do you have a question about this statement or about your data? Feel free to contact us.
contact-general = General
contact-role-general = Questions
contact-role-privacy = Privacy
contact-role-security-officer = Security

# Data
data-text = We do not always use all of this data about you. It depends on what you have to do with us.
fields = Data
subjects = About whom
source = Where does it come from?
special = Special data
field-statute = Statute for
criminal = Data on criminal convictions and offences
source-data-subject = from you
source-organisation = from the organisation that you work for or that registers you
source-other-person = from somebody else
source-public = from a public source
source-third-party = from another organisation, not public
source-observed = our systems record it while you use a service
source-derived = we derive it from other data
special-origin = Racial or ethnic origin
special-politics = Political opinions
special-belief = Religious or philosophical beliefs
special-union = Trade union membership
special-genetic = Genetic data
special-biometric = Biometric data
special-health = Health
special-sex-life = Sex life or sexual orientation
special-exception-explicit-consent = This is allowed only with your explicit consent (GDPR Article 9(2)(a)).
special-exception-employment = This is allowed for work and social security (GDPR Article 9(2)(b)).
special-exception-vital-interests = This is allowed when somebody's life is in danger (GDPR Article 9(2)(c)).
special-exception-not-for-profit = This is allowed because we are a not-for-profit body and it concerns our members (GDPR Article 9(2)(d)).
special-exception-made-public = This is allowed because you made it public yourself (GDPR Article 9(2)(e)).
special-exception-legal-claims = This is allowed for a legal claim (GDPR Article 9(2)(f)).
special-exception-public-interest = This is allowed for a substantial public interest, on the basis of a statute (GDPR Article 9(2)(g)).
special-exception-health-care = This is allowed for care (GDPR Article 9(2)(h)).
special-exception-public-health = This is allowed for public health (GDPR Article 9(2)(i)).
special-exception-research = This is allowed for archives, research or statistics (GDPR Article 9(2)(j)).
provision-text = Here you can read which data we need, and what happens if you do not give it.
form-required = Required
form-optional = Not required
form-ground = Why required?
form-consequence = If you do not give it
provision-statutory = a statute requires it
provision-contractual = our contract requires it
provision-enter-contract = we need it to enter into a contract
provision-practical = without this data we cannot help you

# Purposes
purposes-text = We use data only for the purposes below. Each purpose has one lawful basis: the reason why the law allows it.
purposes-text-open = We use data for the purposes below.
purpose = Purpose
basis = Lawful basis
general-basis = One lawful basis for everything
basis-consent = Consent
basis-consent-means = You said yes. You can withdraw that at any time.
basis-contract = Contract
basis-contract-means = Without this data we cannot enter into or keep the contract with you.
basis-legal-obligation = Legal obligation
basis-legal-obligation-means = A statute obliges us to do this.
basis-vital-interest = Vital interest
basis-vital-interest-means = It is needed to protect somebody's life or health.
basis-public-task = Public task
basis-public-task-means = It is needed for a task that the law gives us. You can object.
basis-legitimate-interest = Legitimate interest
basis-legitimate-interest-means = We have a good reason for it, which weighs more than the effects on you. You can object.
basis-unweighed-interest-means = We say that we have a good reason for it. You can object.
consent-text = What you say yes to
consent-withdraw = Withdrawing
guardian = Are you younger than 16?
contract = Which contract
necessity = Why it is needed
statute = Which statute
vital-situation = In which case
public-task = Which task
interest = Our interest
assessment = Assessment
interest-necessity = Why less would not do
interest-balance = Why our interest weighs more
interest-safeguards = How we limit the effects
assessed-on = Assessed on { $date }. You can ask us for the assessment.
data-used = Data
recipients = Recipients
recipients-nobody = nobody outside our organisation
how-long = Kept for
profiling = Profiling
profiling-yes = Yes: we assess characteristics of people by computer.
direct-marketing = Direct marketing
direct-marketing-yes = Yes.
direct-marketing-object = You can always stop this.
disclosure-title = Do we give data in other cases too?
disclosure-legal-obligation = When a statute requires it
disclosure-legal-process = When a court or authority asks for it
disclosure-own-rights = To protect our rights, property or safety
disclosure-succession = In a merger or sale

# Recipients
recipients-text = These organisations receive data from us. A processor works on our behalf and may not use the data for itself.
recipients-caption = Recipients of personal data
recipients-more = More about each recipient: agreements, place of storage and sub-processors
recipient = Recipient
recipient-does = What does it do?
role = Role
country = Country
country-and-group = { $country } (group: { $group })
role-processor = Processor
role-controller = Itself responsible
role-joint-controller = Responsible together with us
role-authorised-party = Authorised party
role-public-authority = Public authority
service-email = E-mail
service-files = Storage of files
service-analytics = Measuring how the site is used
service-documents = Shared documents
service-tickets = Tickets and tasks
service-code = Source code
service-hosting = Hosting of sites, services and backups
service-registrar = Registration of domain names
service-mailing = Sending newsletters
service-accounting = Bookkeeping and invoices
service-telephony = Telephony
service-payments = Payments
service-exchange = Exchange of data
service-authority = Public authority
service-relations = Customer relations
service-employment = Staff and payroll
service-care = Care
service-library = Library
service-other = Other
transfers-text = Some recipients are outside the European Economic Area (EEA), or belong to a group outside it. Data may then end up there. That is allowed only with extra protection.
transfers-none = No. Your data stays inside the European Economic Area (EEA): the EU, Iceland, Liechtenstein and Norway.
transfers-caption = Transfers outside the EEA
transfer-tool = Protection
transfer-copy = Getting a copy
transfer-copy-adequacy = The decision is in the Official Journal of the EU.
transfer-adequacy = Adequacy decision: the European Commission finds the protection there good enough
transfer-data-privacy-framework = EU–US Data Privacy Framework
transfer-standard-clauses = Standard contractual clauses of the European Commission
transfer-binding-corporate-rules = Binding corporate rules
transfer-derogation = Exception for a specific situation (GDPR Article 49)
transfer-none = Nothing leaves the EEA
transfer-checked = Checked on { $date }
transfer-assessed = Risks assessed on { $date }

# Retention
retention-text = Here you can read for each purpose how long we keep data, and what happens then.
retention-caption = How long we keep data, for each purpose
retention-more = The whole table, with exceptions and reasons
retention-then-erase = Then we erase the data.
retention-then-anonymise = Then we make the data anonymous for good.
retention-then-archive = Then the data goes to an archive.
event-collected = the moment we received the data
event-last-contact = the last contact with you
event-contract-end = the end of the contract
event-account-closed = the closing of your account
event-case-closed = the closing of your question, report or complaint
event-financial-year-end = the end of the financial year
event-withdrawn = you unsubscribe or withdraw your consent
event-decided = the decision for which we asked the data
event-employment-end = the end of your employment
event-membership-end = the end of your membership
event-last-use = your last use of the service
event-death = your death
exception-legal-obligation = Legal obligation
exception-legal-claim = Legal claim
exception-archiving = Archives, research or statistics
exception-public-health = Public health
exception-expression = Freedom of expression and information

# Security
security-text = This is what we promise about the security of your data:
by-design-title = Privacy from the start
by-default-text = Without your doing anything:
certificates-title = Certificates
certificate-in-progress = Not yet held, we are working on it
certificate-certified = Held
certificate-expired = Expired

# Cookies
cookies-text = A cookie is a small file that a site puts on your device. Other storage in your browser works the same way.
cookies-first-visit = At your first visit you choose which cookies you allow. You may refuse cookies that are not needed.
cookies-withdraw-site = You can change your choice on every page of the site.
cookies-withdraw-browser = You can also refuse or delete cookies in the settings of your browser.
cookies-kept = We remember your choice for { $period }, whether you said yes or no.
cookies-gpc = Does your browser send a Global Privacy Control signal? Then we take that as a refusal.
cookies-listed = { $n ->
    [one] There is one cookie. You can find it in the
   *[other] There are { $n } cookies. You can find all of them in the
 }
cookies-unlisted = { $organisation } names no cookies here. Read on in the

# Rights
rights-text = It is your data. That is why the law gives you rights. Using them costs you nothing.
requests-title = How to make a request
right-how = How
answer-within = When do you hear from us?
answer-own = Our aim: within { $period }
answer-statutory = By law at the latest: within { $period } of receiving your request
answer-extension = If it is complex, or there are many requests, { $period } may be added. We tell you in time, with the reason.
answer-law = The law gives us one month at most.
cost = Cost
cost-free = Free of charge
identity-title = How do you show who you are?
identity-not-asked = You do not have to show who you are.
identity-signed-in = you are signed in
identity-code = we send a code to an address of yours that we already have
identity-question = we ask a question that only you can answer
identity-call-back = we call you on a number of yours that we already have
identity-in-person = you come by and show a document; we make no copy
identity-id-copy = you send a masked copy of your identity document
id-copy-title = Copy of an identity document
id-copy-masked = First make unreadable: { $parts }.
id-copy-channel = Send the copy like this: { $channel }.
id-part-photo = photograph
id-part-mrz = the strip of letters and digits at the bottom
id-part-number = document number
id-part-bsn = citizen service number (BSN)
id-part-signature = signature
how-ask = You can do so
how-write = Write to
channel-portal = on our privacy page
channel-form = with a form
channel-email = by e-mail
channel-phone = by telephone
channel-post = by post
channel-email-link = with the link at the bottom of our e-mails
right-access = Access
right-access-means = You may know whether we have data about you, and you get a copy with an explanation
right-rectification = Correction
right-rectification-means = Is something wrong or missing? Then we put it right
right-erasure = Erasure
right-erasure-means = You can ask us to erase your data. We do so when we no longer need it, when you withdraw your consent, or when your objection is justified. Sometimes a law makes us keep it
right-restriction = Restriction
right-restriction-means = You can ask us not to use your data for a while, for instance while we find out whether it is correct
right-portability = Taking it with you
right-portability-means = Data that you gave us with your consent or for a contract, you can get as a file. You can take it to somebody else. This is called portability
right-objection = Objection
right-objection-means = You may object to use for a legitimate interest or a public task. To direct marketing you may always object, without a reason
right-includes = What you get
right-scope = Which data?
right-conditions = When
access-overview = an overview
access-copy = a copy of your data
access-purposes = the purposes
access-categories = the categories of data
access-recipients = the names of the recipients
access-retention = how long we keep it
access-rights = your other rights
access-complaint = where you can complain
access-source = where the data comes from
access-automated-decisions = decisions by computer
access-transfers = the protection outside the EEA
portability-provided = data that you gave or that we recorded while you used a service, on the basis of consent or contract
portability-all = all your data
withdrawal-title = Withdrawing your consent
withdrawal-means = Did you give consent? Then you can withdraw it at any time, as easily as you gave it. From then on we stop. What we did before stays lawful.
withdrawal-nothing = At the moment we do not ask consent for anything.
decisions-none = No. For none of our purposes does a computer decide alone, and we make no profiles of people.
decision-logic = How it works
decision-significance = What it means for you
decision-human = Having a person look at it
complaint-text = Are you not satisfied with how we handle your data? Tell us, and we will look for a solution together. You can also go to the supervisory authority at any time.
authority = Supervisory authority
complaint-form = Complaint form
court-title = Going to court

# Breaches
breaches-text = In a data breach, data falls into the wrong hands, is lost, or is changed by accident.
breaches-measures = This is how we prevent data breaches:
breach-officer-title = Inside our organisation
breach-officer-always = Our Security Officer hears of every data breach within { $period }.
breach-officer = Is the impact { $classes }? Then our Security Officer is told within { $period }.
breach-authority-title = The supervisory authority
breach-authority-unless-risk-unlikely = We report the breach, unless it is unlikely to be a risk to people.
breach-authority-impact-class = We report the breach if its impact on our organisation is large enough.
breach-authority-always = We report every breach.
breach-authority-within = We do so within { $period } of becoming aware.
breach-subjects-title = You
breach-subjects-high-risk = Is it a high risk to you? Then you hear it from us, at once.
breach-subjects-any-risk = Is it a risk to you, however small? Then you hear it from us, at once.
breach-message = We tell you: { $parts }.
breach-register-title = Register
breach-register = We keep a register of all breaches, small ones too.
breach-customers-title = Our customers
breach-customers = Do we work on behalf of a customer? Then that customer knows within { $period }.
impact-low = low
impact-medium = medium
impact-high = high
message-what-happened = what happened
message-data = which data it concerns
message-consequences = what the consequences may be
message-measures = what we do about it
message-steps = what you can do yourself
message-contact = whom you can ask

# Changes
changes-announced = Is there a change that matters? Then we say so beforehand:
announced-email = by e-mail, to everybody it concerns
announced-site = with a notice on our site, above this statement
announced-service = with a message in the service, when you sign in
announced-feed = through a feed that you can follow
new-purposes-title = New purposes
new-purposes-text = Does { $organisation } want to use your data for another purpose? Then we tell you before we begin, with all the information of this statement
reviews-title = What we review again and again
review-statement = Review of this statement
review-access-rights = Access rights
review-devices = Devices
review-processors = Processors and their agreements
review-assessments = Assessments
review-measures = Security measures
review-register = Record of processing activities
review-yearly = Every year.
review-every = Every { $period }.
review-last = Last on { $date }.
documents-title = More documents
permanent-address = Permanent address of this version:
cookies-title = Cookie statement
recipients-title = List of recipients
retention-title = Retention periods
flow-title = Data-flow map
register-title = Record of processing activities
processor-register-title = Record of processing activities as processor
versions-title = Versions of the privacy statement

# What is not stated
missing-objection = You have the right to object. That has to be said clearly and separately.
missing-direct-marketing = You may always object to direct marketing, without a reason.
missing-dpo = Is there a data protection officer, and whom can you ask about privacy?
missing-privacy-contact = Whom can you ask about privacy?
missing-roles = For which service does the organisation decide itself, and for which does it work on behalf of a customer?
missing-joint = Is there another organisation that helps decide why and how data is used, and what has been arranged with it?
missing-categories = Which categories of personal data are used?
missing-sources = Where does the data come from?
missing-forms = Which data is required, and what happens if you do not give it?
missing-purposes = What is data used for, and on which lawful basis?
missing-basis-per-purpose = Which lawful basis belongs to which purpose?
missing-interest-per-purpose = Which interest is it exactly, for each purpose?
missing-recipients = Who receives the data?
missing-transfers = Does data leave the European Economic Area?
missing-transfer-tools = How is data protected that leaves the European Economic Area, and where do you get a copy of that?
missing-retention = How long is the data kept, or how is that decided?
missing-right = The law does give you this right.
missing-requests = How do you make a request, and how soon do you get an answer?
missing-withdrawal = How do you withdraw your consent?
missing-cookie-withdrawal = How do you change your cookie choice on the site itself? Withdrawing must be as easy as consenting.
missing-authority = To which supervisory authority can you complain?
missing-court = You can also go to court.
missing-announcement = How do you hear of changes that matter, before they take effect?

# Cookie statement
cookies-lead = Which cookies the sites of { $organisation } use, what for, and how you change your choice.
cookies-no-sites = No sites are listed.
cookies-none = This site sets no cookies and stores nothing in your browser.
cookies-caption = Cookies and other storage of { $site }
cookie = Name
cookie-for = What for
cookie-by = By whom
cookie-category = Category
cookie-life = How long
cookie-session = until you close the browser
cookie-categories-title = Categories of cookies
cookie-category-functional = Functional
cookie-category-functional-means = needed to make the site do what you ask.
cookie-category-limited-analytical = Limited analytical
cookie-category-limited-analytical-means = measures the use of the site, with little effect on your privacy.
cookie-category-analytical = Analytical
cookie-category-analytical-means = measures the use of the site.
cookie-category-marketing = Marketing
cookie-category-marketing-means = for advertising, following and social media.
cookie-asks = Only if you say yes.
cookie-asks-not = Your consent is not needed.
storage-cookie = cookie
storage-local-storage = local storage
storage-session-storage = session storage
storage-indexed-db = database in the browser (IndexedDB)
storage-pixel = measuring pixel
missing-cookies = Which cookies does this site set, by whom, what for and for how long?

# Recipients
recipients-lead = All organisations to which { $organisation } gives personal data, and what has been agreed about it.
recipients-roles = A processor works on our behalf. Who is itself responsible decides about the data itself and has its own privacy statement.
organisation = Organisation
location = Place of storage
transfer = Transfer outside the EEA
purposes = Purposes
agreement = Agreement
agreement-version = version { $version }
agreement-signed = signed on { $date }
agreement-ends = runs until { $date }
sub-processors = Sub-processors
sub-processors-none = none
own-statement = Its own privacy statement
domains-title = Sites, registrars and hosting
domains-caption = Who registers the domain name and where the site is hosted
site = Site
registrar = Registrar
hosting = Hosting

# Retention periods
retention-lead = How long { $organisation } keeps data, why that long, and what happens then.
retention-rules-caption = Retention periods
retention-rule = Period for
retention-all-data = all data of the purpose
retention-action = Then
retention-action-erase = erased
retention-action-anonymise = made anonymous for good
retention-action-archive = to an archive
retention-why = Why that long
retention-exceptions = Sometimes longer

# Registers
register-contents = Processing activities
register-controller-lead = The record of everything that { $organisation } does with personal data as controller.
register-processor-lead = The record of everything that { $organisation } does with personal data on behalf of others.
register-counts = { $n ->
    [one] One processing activity
   *[other] { $n } processing activities
 }, { $complete } of which described in full.
register-complete = Complete
register-incomplete = Not complete yet
missing-register-controller = The record of processing activities has no rows yet.
missing-register-processor = Nothing is said here about work on behalf of others. If you never work as a processor, this is as it should be.
downloads = As a file
file-csv = CSV
file-xlsx = Excel (XLSX)
file-json = JSON
file-ttl = DPV (Turtle)
file-jsonld = DPV (JSON-LD)
file-svg = All in one picture (SVG)
sheet-controller = Controller
sheet-processor = Processor
column-activity = Activity
column-complete = Complete?
column-controller = Controller
column-processor = Processor
column-purpose = Purpose
column-basis = Lawful basis
column-data-subjects = Data subjects
column-data = Personal data
column-recipients = Recipients
column-transfers = Transfers outside the EEA
column-retention = Retention
column-measures = Security measures
column-impact-assessment = Impact assessment (DPIA)
column-services = Services
column-owner = Owner
column-reviewed-on = Last reviewed
column-controllers = On behalf of
column-processing = Category of processing
column-activities = What we do
column-sub-processors = Sub-processors
impact-needed = Needed.
impact-not-needed = Not needed.
impact-made = Made on { $date }

# Data-flow map
flow-lead = Who receives which data from { $organisation }, and what for?
flow-how-to-read = Read from left to right: which data, for which purpose, to which recipient. Below each picture the same is in a table.
flow-data = Data
flow-special = Special data
flow-outside = Outside the EEA
flow-caption = from data through the purpose to the recipient.
flow-as-table = Show as a table
flow-legend-plain = data goes along
flow-legend-special = special or criminal data
flow-legend-outside = may leave the EEA

# Versions
versions-lead = Each version of the privacy statement of { $organisation } stays here, at a permanent address.
versions-follow = Follow
versions-feed = Follow changes with a feed (Atom)
version-number = Number
version-declared-head = Version
version-from = Published on
version-until = Until
version-digest = Digest (SHA-256)
version-compare = More
version-compare-with = difference with { $number }
version-text = full text
version-in-force = in force now
version-numbered = Version { $number }
version-unknown = There is no such version.
nothing-published = No privacy statement has been published here yet.
compare-title = Difference between version { $from } and { $to }
compare-versions = Versions
compare-lead = This is what the statement now says differently. What was taken out is struck through; what is new is underlined.
compare-same = The statement says the same in both versions.

# Check of the text (in the demo only)
check-title = What the text lacks
check-lead = { $n ->
    [0] No gap was found in this text.
    [one] One gap was found in this text.
   *[other] { $n } gaps were found in this text.
 }
check-how = This is what the command waarborg check reports: where in the text, under which law, and what to do about it.
check-version = What the text of version { $number } lacks
check-others = Other versions
check-place = Place
check-law = Law
check-help = What to do

# Newsletters
opt-in-double = You ask for it and confirm with a link.
opt-in-single = You ask for it.
opt-in-existing-customer = You are a customer. The letter is about what is like your purchase, and you can say no each time.
unsubscribe = You stop it
unsubscribe-one-click = with one click in your mail program
unsubscribe-link = with a link in the letter
unsubscribe-email = with a message to us
preferences-link = At the bottom of each letter is a link to change your data and preferences.

# Exchange
parties-title = Parties in the exchange
parties-text = Organisations share data with each other through us. These are the parties that take part.
parties-caption = Parties in the exchange
party = Party
party-identifier = Number
party-about = About this party
party-entitled-party = Entitled party
party-service-consumer = Service consumer
party-service-provider = Service provider
party-authorisation-registry = Authorisation registry
party-identity-provider = Identity provider
