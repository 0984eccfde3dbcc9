-- One condition of a person.
SELECT id, kind, purpose, ground, set_at, lifted_at FROM vault_condition WHERE id = $1 AND person = $2
