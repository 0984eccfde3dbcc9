-- The people who have an identifier, with their wrapped keys.
SELECT person.number, person.id, person.record, person.conditions, person.created_at, wrapped.epoch, wrapped.key_id, wrapped.bytes
FROM vault_term AS term
JOIN vault_person AS person ON person.number = term.person
JOIN vault_key AS wrapped ON wrapped.person = person.number
WHERE term.term = $1
ORDER BY person.number
LIMIT $2
