-- Everything that binds or bound the use of a person's data.
SELECT id, kind, purpose, ground, set_at, lifted_at FROM vault_condition WHERE person = $1 ORDER BY set_at, id
