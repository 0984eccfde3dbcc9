# Algemeen
and = en
or = of
after = na
and-more = en nog { $n }
contents = Inhoud
not-stated = Niet vermeld
missing = { $organisation } heeft dit hier niet vermeld.
missing-law = Volgens { $article } hoort het er wel te staan.
article = artikel { $number } AVG
article-paragraph = artikel { $number } lid { $paragraph } AVG
article-letter = artikel { $number } lid { $paragraph } onder { $letter } AVG
on-date = sinds { $date }
until-date = geldig tot { $date }

month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

period-years = { $number } jaar
period-months = { $n ->
    [one] { $number } maand
   *[other] { $number } maanden
 }
period-weeks = { $n ->
    [one] { $number } week
   *[other] { $number } weken
 }
period-days = { $n ->
    [one] { $number } dag
   *[other] { $number } dagen
 }
period-hours = { $number } uur
period-minutes = { $n ->
    [one] { $number } minuut
   *[other] { $number } minuten
 }
period-seconds = { $n ->
    [one] { $number } seconde
   *[other] { $number } seconden
 }

# De verklaring: kop en korte laag
statement-title = Privacyverklaring
statement-about = Welke persoonsgegevens { $organisation } gebruikt, waarom, hoe lang, wie ze krijgt en wat uw rechten zijn.
statement-lead = Hier leest u welke gegevens { $organisation } van u gebruikt, waarom, hoe lang, en wat u daarover te zeggen heeft.
version-word = Versie:
version-declared = Versie { $version }
effective-word = Geldt vanaf:
effective-on = geldt vanaf { $date }
versions-all = alle versies
version-current = Lees de verklaring die nu geldt
version-announced-title = Een nieuwe versie
version-announced = Deze tekst staat hier sinds { $published } en geldt vanaf { $date }.
version-until-then = Tot die dag geldt versie { $number }
version-old-title = Deze versie geldt niet meer
version-old = Zij stond hier van { $from } tot { $until }.
changed-title = Wat er in deze versie is veranderd
short-who = Wie is verantwoordelijk?
short-who-text = { $organisation } bepaalt waarom en hoe wij uw gegevens gebruiken.
short-who-questions = Vragen? Mail
short-who-more = Wie wij zijn
short-what = Welke gegevens?
short-what-more = Alle gegevens
short-why = Waarvoor?
short-why-more = Elk doel, met de grondslag
short-recipients = Wie krijgt ze?
short-recipients-text = { $n ->
    [one] Eén ontvanger krijgt gegevens.
   *[other] { $n } ontvangers krijgen gegevens, van wie { $processors ->
        [0] er geen
        [one] er één
       *[other] er { $processors }
    } voor ons werken.
 }
short-recipients-count = { $n ->
    [one] Eén ontvanger krijgt gegevens.
   *[other] { $n } ontvangers krijgen gegevens.
 }
short-recipients-outside = { $n ->
    [0] Geen gegevens gaan buiten Europa.
    [one] Bij één ontvanger kunnen gegevens buiten Europa komen.
   *[other] Bij { $n } ontvangers kunnen gegevens buiten Europa komen.
 }
short-recipients-more = Alle ontvangers
short-how-long = Hoe lang?
short-how-long-range = Dat verschilt per doel: van { $shortest } tot { $longest }.
short-how-long-one = Wij bewaren gegevens { $period }.
short-how-long-criteria = Dat verschilt per doel.
short-how-long-more = Alle bewaartermijnen
short-rights = Wat kunt u doen?
short-rights-text = U kunt uw gegevens inzien, verbeteren, laten wissen en meenemen. En u kunt bezwaar maken.
short-rights-within = Wij proberen binnen { $period } te antwoorden.
short-rights-more = Al uw rechten
objection-title = U kunt bezwaar maken
objection-interest = Gebruiken wij uw gegevens voor een gerechtvaardigd belang? Dan mag u altijd bezwaar maken, om redenen die met uw situatie te maken hebben. Wij stoppen dan, tenzij wij dwingende redenen hebben die zwaarder wegen.
objection-more = Meer over dit recht

# Onderdelen
part-controller = Wie is verantwoordelijk?
part-data = Welke gegevens gebruiken wij?
part-purposes = Waarvoor, en op welke grondslag?
part-provision = Moet u ons gegevens geven?
part-recipients = Wie krijgt uw gegevens?
part-transfers = Gaan gegevens buiten Europa?
part-retention = Hoe lang bewaren wij gegevens?
part-security = Hoe beschermen wij uw gegevens?
part-cookies = Cookies
part-rights = Wat zijn uw rechten?
part-decisions = Beslist een computer over u?
part-complaint = Een klacht indienen
part-breaches = Als er iets misgaat: datalekken
part-changes = Wijzigingen van deze verklaring
part-contact = Contact

# Verantwoordelijke
controller-text = { $organisation } is de verwerkingsverantwoordelijke. Dat betekent: wij bepalen waarom en hoe wij uw persoonsgegevens gebruiken, en u kunt ons daarop aanspreken.
name = Naam
trade-names = Handelsnamen
address = Adres
contact = Contact
website = Website
chamber-of-commerce = KvK-nummer
vat = Btw-id
representative = Vertegenwoordiger in de EU
dpo-title = Wie let op uw privacy?
dpo = Functionaris gegevensbescherming
dpo-appointed = Wij hebben een functionaris gegevensbescherming (FG). Die ziet erop toe dat wij de privacywet volgen. U kunt de FG altijd iets vragen.
dpo-none = { $organisation } heeft geen functionaris gegevensbescherming (FG).
privacy-contact = Aanspreekpunt privacy
roles-title = Voor wie werken wij bij elke dienst?
roles-text = Soms bepalen wij zelf waarvoor gegevens worden gebruikt. Dan zijn wij verantwoordelijk. Soms werken wij in opdracht van een klant. Dan is die klant verantwoordelijk, en wij zijn verwerker.
roles-more = Wat wij in opdracht van anderen doen, staat in het
service-role-controller = Wij zijn verantwoordelijk
service-role-processor = De klant is verantwoordelijk, wij zijn verwerker
service-role-both = Wij zijn verantwoordelijk voor de accounts, de klant voor wat erin staat
joint-title = Zijn wij samen met anderen verantwoordelijk?
joint-none = Nee. { $organisation } bepaalt met niemand samen waarom en hoe gegevens worden gebruikt.
contact-text = Hebt u een vraag over deze verklaring of over uw gegevens? Neem gerust contact met ons op.
contact-general = Algemeen
contact-role-general = Vragen
contact-role-privacy = Privacy
contact-role-security-officer = Beveiliging

# Gegevens
data-text = Wij gebruiken niet altijd al deze gegevens van u. Dat hangt af van wat u met ons te maken heeft.
fields = Gegevens
subjects = Van wie
source = Waar komt het vandaan?
special = Bijzondere gegevens
field-statute = Wet voor
criminal = Strafrechtelijke gegevens
source-data-subject = van uzelf
source-organisation = van de organisatie waarvoor u werkt of die u aanmeldt
source-other-person = van iemand anders
source-public = uit een openbare bron
source-third-party = van een andere organisatie, niet openbaar
source-observed = onze systemen leggen het vast terwijl u een dienst gebruikt
source-derived = wij leiden het af uit andere gegevens
special-origin = Ras of etnische afkomst
special-politics = Politieke opvattingen
special-belief = Geloof of levensovertuiging
special-union = Lidmaatschap van een vakbond
special-genetic = Genetische gegevens
special-biometric = Biometrische gegevens
special-health = Gezondheid
special-sex-life = Seksueel leven of gerichtheid
special-exception-explicit-consent = Dit mag alleen met uw uitdrukkelijke toestemming (artikel 9 lid 2 onder a AVG).
special-exception-employment = Dit mag voor werk en sociale zekerheid (artikel 9 lid 2 onder b AVG).
special-exception-vital-interests = Dit mag als iemands leven gevaar loopt (artikel 9 lid 2 onder c AVG).
special-exception-not-for-profit = Dit mag omdat wij een vereniging of stichting zijn en het om onze leden gaat (artikel 9 lid 2 onder d AVG).
special-exception-made-public = Dit mag omdat u het zelf openbaar maakte (artikel 9 lid 2 onder e AVG).
special-exception-legal-claims = Dit mag voor een rechtszaak of juridische claim (artikel 9 lid 2 onder f AVG).
special-exception-public-interest = Dit mag om een zwaarwegend algemeen belang, op grond van een wet (artikel 9 lid 2 onder g AVG).
special-exception-health-care = Dit mag voor zorg (artikel 9 lid 2 onder h AVG).
special-exception-public-health = Dit mag voor de volksgezondheid (artikel 9 lid 2 onder i AVG).
special-exception-research = Dit mag voor archief, onderzoek of statistiek (artikel 9 lid 2 onder j AVG).
provision-text = Hier leest u welke gegevens wij nodig hebben, en wat er gebeurt als u ze niet geeft.
form-required = Verplicht
form-optional = Niet verplicht
form-ground = Waarom verplicht?
form-consequence = Geeft u het niet?
provision-statutory = een wet schrijft het voor
provision-contractual = het staat in ons contract
provision-enter-contract = wij hebben het nodig om een contract te sluiten
provision-practical = zonder deze gegevens kunnen wij u niet helpen

# Doelen
purposes-text = Wij gebruiken gegevens alleen voor de doelen hieronder. Elk doel heeft één grondslag: de reden waarom het van de wet mag.
purposes-text-open = Wij gebruiken gegevens voor de doelen hieronder.
purpose = Doel
basis = Grondslag
general-basis = Eén grondslag voor alles
basis-consent = Toestemming
basis-consent-means = U hebt ja gezegd. U kunt dat altijd weer intrekken.
basis-contract = Contract
basis-contract-means = Zonder deze gegevens kunnen wij het contract met u niet sluiten of nakomen.
basis-legal-obligation = Wettelijke plicht
basis-legal-obligation-means = Een wet verplicht ons dit te doen.
basis-vital-interest = Vitaal belang
basis-vital-interest-means = Het is nodig om iemands leven of gezondheid te beschermen.
basis-public-task = Algemeen belang
basis-public-task-means = Het is nodig voor een taak die de wet ons geeft. U kunt bezwaar maken.
basis-legitimate-interest = Gerechtvaardigd belang
basis-legitimate-interest-means = Wij hebben er een goede reden voor, die zwaarder weegt dan de gevolgen voor u. U kunt bezwaar maken.
basis-unweighed-interest-means = Wij zeggen dat wij er een goede reden voor hebben. U kunt bezwaar maken.
consent-text = Waar u ja op zegt
consent-withdraw = Intrekken
guardian = Bent u jonger dan 16 jaar?
contract = Welk contract
necessity = Waarom nodig
statute = Welke wet
vital-situation = In welk geval
public-task = Welke taak
interest = Ons belang
assessment = Afweging
interest-necessity = Waarom het niet met minder kan
interest-balance = Waarom ons belang zwaarder weegt
interest-safeguards = Hoe wij de gevolgen beperken
assessed-on = Afgewogen op { $date }. U kunt ons om de afweging vragen.
data-used = Gegevens
recipients = Ontvangers
recipients-nobody = niemand buiten onze organisatie
how-long = Bewaren
profiling = Profilering
profiling-yes = Ja: wij beoordelen kenmerken van personen met de computer.
direct-marketing = Direct marketing
direct-marketing-yes = Ja.
direct-marketing-object = U kunt dit altijd stoppen.
disclosure-title = Geven wij gegevens ook in andere gevallen?
disclosure-legal-obligation = Als een wet het eist
disclosure-legal-process = Als een rechter of instantie erom vraagt
disclosure-own-rights = Om onze rechten, eigendommen of veiligheid te beschermen
disclosure-succession = Bij een fusie of verkoop

# Ontvangers
recipients-text = Deze organisaties krijgen gegevens van ons. Een verwerker werkt in onze opdracht en mag de gegevens niet voor zichzelf gebruiken.
recipients-caption = Ontvangers van persoonsgegevens
recipients-more = Meer over elke ontvanger: contracten, plaats van opslag en subverwerkers
recipient = Ontvanger
recipient-does = Wat doet die?
role = Rol
country = Land
country-and-group = { $country } (concern: { $group })
role-processor = Verwerker
role-controller = Zelf verantwoordelijk
role-joint-controller = Samen met ons verantwoordelijk
role-authorised-party = Geautoriseerde partij
role-public-authority = Overheid
service-email = E-mail
service-files = Opslag van bestanden
service-analytics = Meten hoe de site wordt gebruikt
service-documents = Gedeelde documenten
service-tickets = Meldingen en taken
service-code = Broncode
service-hosting = Hosting van sites, diensten en back-ups
service-registrar = Registratie van domeinnamen
service-mailing = Nieuwsbrieven versturen
service-accounting = Boekhouding en facturen
service-telephony = Telefonie
service-payments = Betalingen
service-exchange = Uitwisseling van gegevens
service-authority = Overheidsinstantie
service-relations = Klantenbeheer
service-employment = Personeel en salaris
service-care = Zorg
service-library = Bibliotheek
service-other = Anders
transfers-text = Sommige ontvangers zitten buiten de Europese Economische Ruimte (EER), of horen bij een concern daarbuiten. Dan kunnen gegevens daar terechtkomen. Dat mag alleen met extra bescherming.
transfers-none = Nee. Uw gegevens blijven binnen de Europese Economische Ruimte (EER): de EU, IJsland, Liechtenstein en Noorwegen.
transfers-caption = Doorgifte buiten de EER
transfer-tool = Bescherming
transfer-copy = Kopie opvragen
transfer-copy-adequacy = Het besluit staat in het Publicatieblad van de EU.
transfer-adequacy = Adequaatheidsbesluit: de Europese Commissie vindt de bescherming daar goed genoeg
transfer-data-privacy-framework = EU-VS-kader (Data Privacy Framework)
transfer-standard-clauses = Modelcontract van de Europese Commissie
transfer-binding-corporate-rules = Bindende bedrijfsregels
transfer-derogation = Uitzondering voor een bijzonder geval (artikel 49 AVG)
transfer-none = Niets gaat naar buiten de EER
transfer-checked = Gecontroleerd op { $date }
transfer-assessed = Risico's beoordeeld op { $date }

# Bewaren
retention-text = Hier staat voor elk doel hoe lang wij gegevens bewaren, en wat er daarna gebeurt.
retention-caption = Hoe lang wij gegevens bewaren, per doel
retention-more = De hele tabel, met uitzonderingen en redenen
retention-then-erase = Daarna wissen wij de gegevens.
retention-then-anonymise = Daarna maken wij de gegevens voorgoed anoniem.
retention-then-archive = Daarna gaan de gegevens naar een archief.
event-collected = het moment waarop wij de gegevens kregen
event-last-contact = het laatste contact met u
event-contract-end = het einde van het contract
event-account-closed = het sluiten van uw account
event-case-closed = het afhandelen van uw vraag, melding of klacht
event-financial-year-end = het einde van het boekjaar
event-withdrawn = uw afmelding of het intrekken van uw toestemming
event-decided = het besluit waarvoor wij de gegevens vroegen
event-employment-end = het einde van uw dienstverband
event-membership-end = het einde van uw lidmaatschap
event-last-use = uw laatste gebruik van de dienst
event-death = uw overlijden
exception-legal-obligation = Wettelijke plicht
exception-legal-claim = Juridisch geschil
exception-archiving = Archief, onderzoek of statistiek
exception-public-health = Volksgezondheid
exception-expression = Vrijheid van meningsuiting en informatie

# Beveiliging
security-text = Dit beloven wij over de beveiliging van uw gegevens:
by-design-title = Privacy vanaf het begin
by-default-text = Zonder dat u iets hoeft te doen:
certificates-title = Certificaten
certificate-in-progress = Nog niet behaald, wij werken eraan
certificate-certified = Behaald
certificate-expired = Verlopen

# Cookies
cookies-text = Een cookie is een klein bestand dat een site op uw apparaat zet. Andere opslag in uw browser werkt net zo.
cookies-first-visit = Bij uw eerste bezoek kiest u zelf welke cookies u toestaat. Cookies die niet nodig zijn, mag u weigeren.
cookies-withdraw-site = U kunt uw keuze op elke pagina van de site veranderen.
cookies-withdraw-browser = U kunt cookies ook weigeren of wissen in de instellingen van uw browser.
cookies-kept = Wij onthouden uw keuze { $period }, of u nu ja zei of nee.
cookies-gpc = Stuurt uw browser een signaal van Global Privacy Control? Dan zien wij dat als een weigering.
cookies-listed = { $n ->
    [one] Er is één cookie. U vindt die in de
   *[other] Er zijn { $n } cookies. U vindt ze allemaal in de
 }
cookies-unlisted = { $organisation } noemt hier geen cookies bij naam. Lees verder in de

# Rechten
rights-text = Het zijn uw gegevens. Daarom geeft de wet u rechten. Gebruikt u die, dan kost dat u niets.
requests-title = Zo doet u een verzoek
right-how = Hoe
answer-within = Wanneer hoort u van ons?
answer-own = Ons streven: binnen { $period }
answer-statutory = Uiterlijk volgens de wet: binnen { $period } nadat wij uw verzoek kregen
answer-extension = Is het ingewikkeld of zijn het veel verzoeken? Dan mag er { $period } bij. Dat laten wij u op tijd weten, met de reden.
answer-law = De wet geeft ons hoogstens één maand.
cost = Kosten
cost-free = Gratis
identity-title = Hoe laat u zien wie u bent?
identity-not-asked = U hoeft niet te laten zien wie u bent.
identity-signed-in = u bent ingelogd
identity-code = wij sturen een code naar een adres dat wij al van u hebben
identity-question = wij stellen een vraag die alleen u kunt beantwoorden
identity-call-back = wij bellen u op een nummer dat wij al van u hebben
identity-in-person = u komt langs en laat een document zien; wij maken geen kopie
identity-id-copy = u stuurt een afgeschermde kopie van uw identiteitsbewijs
id-copy-title = Kopie van een identiteitsbewijs
id-copy-masked = Maak eerst onleesbaar: { $parts }.
id-copy-channel = Stuur de kopie zo: { $channel }.
id-part-photo = pasfoto
id-part-mrz = de strook met cijfers en letters onderaan
id-part-number = documentnummer
id-part-bsn = burgerservicenummer (BSN)
id-part-signature = handtekening
how-ask = Dat kan
how-write = Schrijf naar
channel-portal = via onze privacypagina
channel-form = met een formulier
channel-email = per e-mail
channel-phone = per telefoon
channel-post = per post
channel-email-link = met de link onderaan onze e-mails
right-access = Inzien
right-access-means = U mag weten of wij gegevens van u hebben, en u krijgt een kopie met uitleg
right-rectification = Verbeteren
right-rectification-means = Klopt iets niet, of ontbreekt er iets? Dan passen wij het aan
right-erasure = Laten wissen
right-erasure-means = U kunt vragen om uw gegevens te wissen. Dat doen wij als wij ze niet meer nodig hebben, als u uw toestemming intrekt of als uw bezwaar terecht is. Soms moet een wet ons laten bewaren
right-restriction = Stilzetten
right-restriction-means = U kunt vragen om uw gegevens een tijd niet te gebruiken, bijvoorbeeld zolang wij uitzoeken of ze kloppen. Dat heet beperking van de verwerking
right-portability = Meenemen
right-portability-means = Gegevens die u ons gaf met uw toestemming of voor een contract, kunt u krijgen als bestand. Dat kunt u meenemen naar een ander
right-objection = Bezwaar maken
right-objection-means = U mag bezwaar maken tegen gebruik voor een gerechtvaardigd belang of een publieke taak. Tegen direct marketing mag dat altijd, zonder reden
right-includes = Wat u krijgt
right-scope = Om welke gegevens gaat het?
right-conditions = Wanneer
access-overview = een overzicht
access-copy = een kopie van uw gegevens
access-purposes = de doelen
access-categories = de soorten gegevens
access-recipients = de namen van de ontvangers
access-retention = hoe lang wij bewaren
access-rights = uw andere rechten
access-complaint = waar u kunt klagen
access-source = waar de gegevens vandaan komen
access-automated-decisions = besluiten door een computer
access-transfers = de bescherming buiten de EER
portability-provided = gegevens die u zelf gaf of die wij vastlegden terwijl u een dienst gebruikte, op grond van toestemming of contract
portability-all = al uw gegevens
withdrawal-title = Uw toestemming intrekken
withdrawal-means = Hebt u toestemming gegeven? Dan kunt u die altijd intrekken, net zo makkelijk als u die gaf. Vanaf dat moment stoppen wij. Wat wij daarvoor al deden, blijft toegestaan.
withdrawal-nothing = Op dit moment vragen wij nergens toestemming voor.
decisions-none = Nee. Bij geen van onze doelen beslist een computer alleen, en wij maken geen profielen van mensen.
decision-logic = Hoe het werkt
decision-significance = Wat het voor u betekent
decision-human = Laat een mens ernaar kijken
complaint-text = Bent u niet tevreden over hoe wij met uw gegevens omgaan? Zeg het ons, dan zoeken wij samen een oplossing. U kunt ook altijd meteen naar de toezichthouder.
authority = Toezichthouder
complaint-form = Klachtformulier
court-title = Naar de rechter

# Datalekken
breaches-text = Bij een datalek komen gegevens in verkeerde handen, raken ze kwijt of worden ze ongewild veranderd.
breaches-measures = Zo voorkomen wij datalekken:
breach-officer-title = Binnen onze organisatie
breach-officer-always = Onze Security Officer hoort van elk datalek binnen { $period }.
breach-officer = Zijn de gevolgen { $classes }? Dan hoort onze Security Officer het binnen { $period }.
breach-authority-title = De toezichthouder
breach-authority-unless-risk-unlikely = Wij melden het datalek, tenzij het waarschijnlijk geen risico is voor mensen.
breach-authority-impact-class = Wij melden het datalek als het gevolg voor onze organisatie groot genoeg is.
breach-authority-always = Wij melden elk datalek.
breach-authority-within = Dat doen wij binnen { $period } nadat wij het weten.
breach-subjects-title = U zelf
breach-subjects-high-risk = Is het een groot risico voor u? Dan hoort u het van ons, meteen.
breach-subjects-any-risk = Is het een risico voor u, hoe klein ook? Dan hoort u het van ons, meteen.
breach-message = Wij vertellen u: { $parts }.
breach-register-title = Register
breach-register = Wij houden een register bij van alle datalekken, ook van de kleine.
breach-customers-title = Onze klanten
breach-customers = Werken wij in opdracht van een klant? Dan weet die klant het binnen { $period }.
impact-low = laag
impact-medium = middel
impact-high = hoog
message-what-happened = wat er is gebeurd
message-data = om welke gegevens het gaat
message-consequences = wat de gevolgen kunnen zijn
message-measures = wat wij eraan doen
message-steps = wat u zelf kunt doen
message-contact = bij wie u terechtkunt

# Wijzigingen
changes-announced = Verandert er iets belangrijks? Dan laten wij dat vooraf weten:
announced-email = per e-mail, aan iedereen voor wie het telt
announced-site = met een bericht op onze site, boven deze verklaring
announced-service = met een bericht in de dienst, bij het inloggen
announced-feed = via een feed die u kunt volgen
new-purposes-title = Nieuwe doelen
new-purposes-text = Wil { $organisation } uw gegevens voor een ander doel gebruiken? Dan vertellen wij u dat voordat wij ermee beginnen, met alle informatie uit deze verklaring
reviews-title = Wat wij steeds opnieuw controleren
review-statement = Controle van deze verklaring
review-access-rights = Wie waarbij mag
review-devices = Apparaten
review-processors = Verwerkers en hun contracten
review-assessments = Afwegingen en beoordelingen
review-measures = Beveiliging
review-register = Verwerkingsregister
review-yearly = Elk jaar.
review-every = Eens in de { $period }.
review-last = Voor het laatst op { $date }.
documents-title = Meer documenten
permanent-address = Vast adres van deze versie:
cookies-title = Cookieverklaring
recipients-title = Lijst van ontvangers
retention-title = Bewaartermijnen
flow-title = Kaart van gegevensstromen
register-title = Verwerkingsregister
processor-register-title = Verwerkingsregister als verwerker
versions-title = Versies van de privacyverklaring

# Wat niet vermeld is
missing-objection = U hebt recht van bezwaar. Dat moet duidelijk en apart worden verteld.
missing-direct-marketing = U mag altijd bezwaar maken tegen direct marketing, zonder reden.
missing-dpo = Is er een functionaris gegevensbescherming, en bij wie kunt u terecht met vragen over privacy?
missing-privacy-contact = Bij wie kunt u terecht met vragen over privacy?
missing-roles = Voor welke dienst bepaalt de organisatie zelf, en voor welke werkt zij in opdracht van een klant?
missing-joint = Is er een andere organisatie die mee bepaalt waarom en hoe gegevens worden gebruikt, en wat is er dan afgesproken?
missing-categories = Welke soorten persoonsgegevens worden gebruikt?
missing-sources = Waar komen de gegevens vandaan?
missing-forms = Welke gegevens zijn verplicht, en wat gebeurt er als u ze niet geeft?
missing-purposes = Waarvoor worden gegevens gebruikt, en op welke grondslag?
missing-basis-per-purpose = Welke grondslag hoort bij welk doel?
missing-interest-per-purpose = Om welk belang gaat het precies, bij elk doel?
missing-recipients = Wie krijgt de gegevens?
missing-transfers = Gaan gegevens buiten de Europese Economische Ruimte?
missing-transfer-tools = Hoe zijn de gegevens beschermd die buiten de Europese Economische Ruimte komen, en waar krijgt u daarvan een kopie?
missing-retention = Hoe lang worden de gegevens bewaard, of hoe wordt dat bepaald?
missing-right = De wet geeft u dit recht wel.
missing-requests = Hoe doet u een verzoek, en hoe snel krijgt u antwoord?
missing-withdrawal = Hoe trekt u uw toestemming in?
missing-cookie-withdrawal = Hoe verandert u uw cookiekeuze op de site zelf? Intrekken moet net zo makkelijk zijn als toestemmen.
missing-authority = Bij welke toezichthouder kunt u klagen?
missing-court = U kunt ook naar de rechter.
missing-announcement = Hoe hoort u van belangrijke wijzigingen, voordat ze ingaan?

# Cookieverklaring
cookies-lead = Welke cookies de sites van { $organisation } gebruiken, waarvoor, en hoe u uw keuze verandert.
cookies-no-sites = Er zijn geen sites vermeld.
cookies-none = Deze site zet geen cookies en slaat niets op in uw browser.
cookies-caption = Cookies en andere opslag van { $site }
cookie = Naam
cookie-for = Waarvoor
cookie-by = Van wie
cookie-category = Soort
cookie-life = Hoe lang
cookie-session = tot u de browser sluit
cookie-categories-title = Soorten cookies
cookie-category-functional = Functioneel
cookie-category-functional-means = nodig om de site te laten doen wat u vraagt.
cookie-category-limited-analytical = Beperkt analytisch
cookie-category-limited-analytical-means = meet het gebruik van de site, met weinig gevolgen voor uw privacy.
cookie-category-analytical = Analytisch
cookie-category-analytical-means = meet het gebruik van de site.
cookie-category-marketing = Marketing
cookie-category-marketing-means = voor reclame, volgen en sociale media.
cookie-asks = Alleen als u ja zegt.
cookie-asks-not = Uw toestemming is niet nodig.
storage-cookie = cookie
storage-local-storage = lokale opslag (local storage)
storage-session-storage = opslag voor dit bezoek (session storage)
storage-indexed-db = database in de browser (IndexedDB)
storage-pixel = meetpixel
missing-cookies = Welke cookies zet deze site, van wie, waarvoor en hoe lang?

# Ontvangers
recipients-lead = Alle organisaties die persoonsgegevens krijgen van { $organisation }, en wat daarover is afgesproken.
recipients-roles = Een verwerker werkt in onze opdracht. Wie zelf verantwoordelijk is, beslist zelf over de gegevens en heeft een eigen privacyverklaring.
organisation = Organisatie
location = Plaats van opslag
transfer = Doorgifte buiten de EER
purposes = Doelen
agreement = Overeenkomst
agreement-version = versie { $version }
agreement-signed = getekend op { $date }
agreement-ends = loopt tot { $date }
sub-processors = Subverwerkers
sub-processors-none = geen
own-statement = Eigen privacyverklaring
domains-title = Sites, registrars en hosting
domains-caption = Wie de domeinnaam registreert en waar de site staat
site = Site
registrar = Registrar
hosting = Hosting

# Bewaartermijnen
retention-lead = Hoe lang { $organisation } gegevens bewaart, waarom zo lang, en wat er daarna gebeurt.
retention-rules-caption = Bewaartermijnen
retention-rule = Termijn voor
retention-all-data = alle gegevens van het doel
retention-action = Daarna
retention-action-erase = gewist
retention-action-anonymise = voorgoed anoniem gemaakt
retention-action-archive = naar een archief
retention-why = Waarom zo lang
retention-exceptions = Soms langer

# Registers
register-contents = Verwerkingen
register-controller-lead = Het register van alles wat { $organisation } met persoonsgegevens doet als verwerkingsverantwoordelijke.
register-processor-lead = Het register van alles wat { $organisation } met persoonsgegevens doet in opdracht van anderen.
register-counts = { $n ->
    [one] Eén verwerking
   *[other] { $n } verwerkingen
 }, waarvan { $complete } volledig beschreven.
register-complete = Volledig
register-incomplete = Nog niet volledig
missing-register-controller = Het register van verwerkingsactiviteiten heeft nog geen rijen.
missing-register-processor = Er staat hier niets over werk in opdracht van anderen. Werkt u nooit als verwerker, dan hoort dit zo.
downloads = Als bestand
file-csv = CSV
file-xlsx = Excel (XLSX)
file-json = JSON
file-ttl = DPV (Turtle)
file-jsonld = DPV (JSON-LD)
file-svg = Alles in één beeld (SVG)
sheet-controller = Verantwoordelijke
sheet-processor = Verwerker
column-activity = Verwerking
column-complete = Volledig?
column-controller = Verwerkingsverantwoordelijke
column-processor = Verwerker
column-purpose = Doel
column-basis = Grondslag
column-data-subjects = Betrokkenen
column-data = Persoonsgegevens
column-recipients = Ontvangers
column-transfers = Doorgifte buiten de EER
column-retention = Bewaartermijn
column-measures = Beveiliging
column-impact-assessment = Effectbeoordeling (DPIA)
column-services = Diensten
column-owner = Wie gaat erover
column-reviewed-on = Laatst gecontroleerd
column-controllers = In opdracht van
column-processing = Soort verwerking
column-activities = Wat wij doen
column-sub-processors = Subverwerkers
impact-needed = Nodig.
impact-not-needed = Niet nodig.
impact-made = Gemaakt op { $date }

# Kaart van gegevensstromen
flow-lead = Wie krijgt welke gegevens van { $organisation }, en waarvoor?
flow-how-to-read = Lees van links naar rechts: welke gegevens, voor welk doel, naar welke ontvanger. Onder elk beeld staat hetzelfde als tabel.
flow-data = Gegevens
flow-special = Bijzondere gegevens
flow-outside = Buiten de EER
flow-caption = van gegevens via het doel naar de ontvanger.
flow-as-table = Toon als tabel
flow-legend-plain = gegevens gaan mee
flow-legend-special = bijzondere of strafrechtelijke gegevens
flow-legend-outside = kan buiten de EER komen

# Versies
versions-lead = Elke versie van de privacyverklaring van { $organisation } blijft hier staan, op een vast adres.
versions-follow = Volgen
versions-feed = Volg wijzigingen met een feed (Atom)
version-number = Nummer
version-declared-head = Versie
version-from = Gepubliceerd op
version-until = Tot
version-digest = Kenmerk (SHA-256)
version-compare = Meer
version-compare-with = verschil met { $number }
version-text = volledige tekst
version-in-force = geldt nu
version-numbered = Versie { $number }
version-unknown = Deze versie is er niet.
nothing-published = Er is hier nog geen privacyverklaring gepubliceerd.
compare-title = Verschil tussen versie { $from } en { $to }
compare-versions = Versies
compare-lead = Dit zegt de verklaring nu anders. Wat is weggehaald is doorgestreept; wat nieuw is, is onderstreept.
compare-same = De verklaring zegt in beide versies hetzelfde.

# Controle van de tekst (alleen in de demo)
check-title = Wat er aan de tekst ontbreekt
check-lead = { $n ->
    [0] In deze tekst is geen leemte gevonden.
    [one] In deze tekst is één leemte gevonden.
   *[other] In deze tekst zijn { $n } leemten gevonden.
 }
check-how = Dit is wat de opdracht waarborg check meldt: waar in de tekst, volgens welke wet, en wat eraan te doen.
check-version = Wat er aan de tekst van versie { $number } ontbreekt
check-others = Andere versies
check-place = Plaats
check-law = Wet
check-help = Wat te doen

# Nieuwsbrieven
opt-in-double = U vraagt erom en bevestigt dat met een link.
opt-in-single = U vraagt erom.
opt-in-existing-customer = U bent klant. De brief gaat over wat op uw aankoop lijkt, en u kunt elke keer nee zeggen.
unsubscribe = U stopt
unsubscribe-one-click = met één klik in uw mailprogramma
unsubscribe-link = met een link in de brief
unsubscribe-email = met een bericht aan ons
preferences-link = Onderaan elke brief staat een link om uw gegevens en voorkeuren te veranderen.

# Uitwisseling
parties-title = Partijen in de uitwisseling
parties-text = Organisaties delen via ons gegevens met elkaar. Dit zijn de partijen die daaraan meedoen.
parties-caption = Partijen in de uitwisseling
party = Partij
party-identifier = Nummer
party-about = Over deze partij
party-entitled-party = Rechthebbende
party-service-consumer = Afnemer
party-service-provider = Dienstverlener
party-authorisation-registry = Autorisatieregister
party-identity-provider = Identiteitsverlener
