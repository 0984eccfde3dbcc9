-- The key is destroyed: what was sealed under it opens nowhere once the epoch key goes (GDPR Art. 17).
DELETE FROM vault_key WHERE person = $1
