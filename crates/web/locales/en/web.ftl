# The frame around every page
skip-to-content = Skip to content
languages = Language
foot-links = More about privacy
brand = Privacy
demo = DEMO, invented data

# Forms
title-with-errors = Error: { $title }
optional = (not required)
error-before = Error:
error-summary = Something is not right

# Choosing a language
language-title = Language
language-intro = Choose the language in which you want to read this site.
language-question = Which language do you want to read?
language-hint = We keep your choice for 180 days in one cookie. It holds only the language.
language-missing = Choose a language
language-save = Keep this language

# What went wrong: title, what happened, what you can do now
reference-number = Reference number
problem-code = Code

problem-sign-in-first-title = You are not signed in
problem-sign-in-first-what = This page is only for those who have signed in.
problem-sign-in-first-then = Sign in and try again.
problem-not-allowed-title = No access
problem-not-allowed-what = You do not have access to this page.
problem-not-allowed-then = Do you think this is wrong? Contact us and give the reference number.
problem-not-found-title = Page not found
problem-not-found-what = This page does not exist, or no longer exists.
problem-not-found-then = Check the address, or start at the first page.
problem-method-not-allowed-title = That cannot be done here
problem-method-not-allowed-what = This address cannot be used in this way.
problem-method-not-allowed-then = Go back to the previous page and try from there.
problem-conflict-title = This has changed
problem-conflict-what = Someone else has just changed this, or you have sent this before.
problem-conflict-then = Reload the page and see what it says now.
problem-gone-title = This page has expired
problem-gone-what = What was here has been removed or has expired.
problem-gone-then = Ask for a new link if you need one.
problem-too-large-title = Too large
problem-too-large-what = What you sent is too large.
problem-too-large-then = Make it smaller and send it again.
problem-wrong-media-type-title = Wrong kind of file
problem-wrong-media-type-what = We cannot read this kind of data here.
problem-wrong-media-type-then = Send it in the form that is asked for here.
problem-not-understood-title = Not understood
problem-not-understood-what = We cannot read what you sent.
problem-not-understood-then = Go back, check what you filled in and send it again.
problem-too-many-title = Please wait
problem-too-many-what = There were too many requests in a short time.
problem-too-many-then = Wait a minute and try again.
problem-unavailable-title = Not available right now
problem-unavailable-what = We cannot do this for you now.
problem-unavailable-then = Try again in a few minutes. If it still fails, give us the reference number.
problem-bad-request-title = Not understood
problem-bad-request-what = We cannot read your request.
problem-bad-request-then = Go back to the previous page and try again.
problem-internal-title = Something went wrong
problem-internal-what = Something went wrong on our side. It is not your fault.
problem-internal-then = Try again later. If it keeps failing, give us the reference number.
problem-other-site-title = Not sent from this site
problem-other-site-what = This form did not come from our own page. For your safety we do nothing with it.
problem-other-site-then = Open our page yourself and fill in the form there.
problem-not-in-use-title = Not yet in use
problem-not-in-use-what = The console is not yet in use.
problem-not-in-use-then = Whoever runs this system opens the console with the link that the server showed when it started.
problem-took-too-long-title = This took too long
problem-took-too-long-what = The answer was not ready in time.
problem-took-too-long-then = Try again in a few minutes. If it still fails, give us the reference number.
problem-stale-form-title = This form has expired
problem-stale-form-what = The form was too old, or your browser sent no cookie. Nothing was changed.
problem-stale-form-then = Open the form again and send it once more.
