# De lijst om elke pagina
skip-to-content = Ga naar de inhoud
languages = Taal
foot-links = Meer over privacy
brand = Privacy
demo = DEMO, verzonnen gegevens

# Formulieren
title-with-errors = Fout: { $title }
optional = (niet verplicht)
error-before = Fout:
error-summary = Er klopt iets niet

# Taal kiezen
language-title = Taal
language-intro = Kies in welke taal u deze site wilt lezen.
language-question = In welke taal wilt u lezen?
language-hint = Wij bewaren uw keuze 180 dagen in één cookie. Daarin staat alleen de taal.
language-missing = Kies een taal
language-save = Taal bewaren

# Wat er misging: titel, wat er is gebeurd, wat u nu kunt doen
reference-number = Referentienummer
problem-code = Code

problem-sign-in-first-title = U bent niet aangemeld
problem-sign-in-first-what = Deze pagina is alleen voor wie zich heeft aangemeld.
problem-sign-in-first-then = Meld u aan en probeer het opnieuw.
problem-not-allowed-title = Geen toegang
problem-not-allowed-what = U heeft geen toegang tot deze pagina.
problem-not-allowed-then = Denkt u dat dit niet klopt? Neem contact met ons op en noem het referentienummer.
problem-not-found-title = Pagina niet gevonden
problem-not-found-what = Deze pagina bestaat niet, of bestaat niet meer.
problem-not-found-then = Controleer het adres, of begin bij de eerste pagina.
problem-method-not-allowed-title = Dat kan hier niet
problem-method-not-allowed-what = Dit adres kan niet op deze manier worden gebruikt.
problem-method-not-allowed-then = Ga terug naar de vorige pagina en probeer het vanaf daar.
problem-conflict-title = Dit is intussen veranderd
problem-conflict-what = Iemand anders heeft dit net gewijzigd, of u heeft dit al eerder verstuurd.
problem-conflict-then = Laad de pagina opnieuw en kijk wat er nu staat.
problem-gone-title = Deze pagina is verlopen
problem-gone-what = Wat hier stond, is verwijderd of verlopen.
problem-gone-then = Vraag een nieuwe koppeling aan als u die nodig heeft.
problem-too-large-title = Te groot
problem-too-large-what = Wat u verstuurde, is te groot.
problem-too-large-then = Maak het kleiner en verstuur het opnieuw.
problem-wrong-media-type-title = Verkeerd soort bestand
problem-wrong-media-type-what = Dit soort gegevens kunnen wij hier niet lezen.
problem-wrong-media-type-then = Verstuur het in de vorm die hier wordt gevraagd.
problem-not-understood-title = Niet begrepen
problem-not-understood-what = Wij kunnen niet lezen wat u verstuurde.
problem-not-understood-then = Ga terug, controleer wat u invulde en verstuur het opnieuw.
problem-too-many-title = Even wachten
problem-too-many-what = Er kwamen te veel verzoeken in korte tijd.
problem-too-many-then = Wacht een minuut en probeer het opnieuw.
problem-unavailable-title = Tijdelijk niet bereikbaar
problem-unavailable-what = Wij kunnen dit nu niet voor u doen.
problem-unavailable-then = Probeer het over een paar minuten opnieuw. Lukt het dan niet, noem ons het referentienummer.
problem-bad-request-title = Niet begrepen
problem-bad-request-what = Wij kunnen uw verzoek niet lezen.
problem-bad-request-then = Ga terug naar de vorige pagina en probeer het opnieuw.
problem-internal-title = Er ging iets mis
problem-internal-what = Er ging iets mis bij ons. Dit ligt niet aan u.
problem-internal-then = Probeer het later opnieuw. Blijft het misgaan, noem ons het referentienummer.
problem-other-site-title = Niet vanaf deze site verstuurd
problem-other-site-what = Dit formulier kwam niet van onze eigen pagina. Voor uw veiligheid doen wij er niets mee.
problem-other-site-then = Open onze pagina zelf en vul het formulier daar in.
problem-not-in-use-title = Nog niet in gebruik
problem-not-in-use-what = De console is nog niet in gebruik.
problem-not-in-use-then = Wie dit systeem beheert, opent de console met de koppeling die de server bij de start liet zien.
problem-took-too-long-title = Dit duurde te lang
problem-took-too-long-what = Het antwoord was niet op tijd klaar.
problem-took-too-long-then = Probeer het over een paar minuten opnieuw. Lukt het dan niet, noem ons het referentienummer.
problem-stale-form-title = Dit formulier is verlopen
problem-stale-form-what = Het formulier was te oud, of uw browser stuurde geen cookie mee. Er is niets gewijzigd.
problem-stale-form-then = Open het formulier opnieuw en verstuur het nog een keer.
