# De pagina achter de koppeling die de server bij de start laat zien
claim-title = Neem Waarborg in gebruik
claim-intro = Deze koppeling klopt. Deze installatie is nog door niemand in gebruik genomen.
claim-not-yet-title = Aanmelden kan nog niet
claim-not-yet = Deze versie heeft nog geen accounts. De console blijft daarom dicht. De openbare pagina’s werken wel.
claim-questions = Wat wij straks vragen
claim-question-organisation = Hoe heet uw organisatie, en wie is het aanspreekpunt voor privacy?
claim-question-address = Op welk adres bereiken bezoekers deze site?
claim-question-passkey = Met welke passkey meldt u zich aan? Een code uit een app is de tweede manier.
claim-question-language = In welke taal werkt u?
claim-link = Deze koppeling is een half uur geldig. Start de server opnieuw voor een nieuwe.
