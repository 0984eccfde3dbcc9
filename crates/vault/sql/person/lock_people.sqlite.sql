-- The people of two tokens. One writer, so nobody else changes anything about them.
SELECT person FROM vault_token WHERE token IN ($1, $2) ORDER BY person
