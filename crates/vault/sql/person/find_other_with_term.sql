-- Whether somebody else has the same identifier: a possible duplicate.
SELECT person FROM vault_term WHERE term = $1 AND person <> $2 LIMIT 1
