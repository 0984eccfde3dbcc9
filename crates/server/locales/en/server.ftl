# The page behind the link that the server shows when it starts
claim-title = Start using Waarborg
claim-intro = This link is right. Nobody has started using this installation yet.
claim-not-yet-title = Signing in is not possible yet
claim-not-yet = This version has no accounts yet. That is why the console stays closed. The public pages do work.
claim-questions = What we will ask
claim-question-organisation = What is your organisation called, and who is the contact for privacy?
claim-question-address = At which address do visitors reach this site?
claim-question-passkey = Which passkey will you sign in with? A code from an app is the second way.
claim-question-language = Which language do you work in?
claim-link = This link is valid for half an hour. Start the server again for a new one.
