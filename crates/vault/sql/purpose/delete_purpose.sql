-- Forgets that a person's data was ever used for a purpose.
DELETE FROM vault_purpose WHERE person = $1 AND purpose = $2
