-- What binds the use of a person's data now.
SELECT id, kind, purpose, ground, set_at, lifted_at FROM vault_condition WHERE person = $1 AND lifted_at IS NULL
ORDER BY set_at, id
