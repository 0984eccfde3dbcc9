-- After a merge what bound one record binds the other (GDPR Art. 18, 21).
UPDATE vault_condition SET person = $2 WHERE person = $1
