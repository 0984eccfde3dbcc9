-- The person no longer has this identifier.
DELETE FROM vault_term WHERE term = $1 AND person = $2
