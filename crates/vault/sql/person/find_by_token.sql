-- A person and their wrapped key, by token.
SELECT person.number, person.id, person.record, person.conditions, person.created_at, wrapped.epoch, wrapped.key_id, wrapped.bytes
FROM vault_token AS token
JOIN vault_person AS person ON person.number = token.person
JOIN vault_key AS wrapped ON wrapped.person = person.number
WHERE token.token = $1
