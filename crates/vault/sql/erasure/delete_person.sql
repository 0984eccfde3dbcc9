-- The record itself (GDPR Art. 17).
DELETE FROM vault_person WHERE number = $1
