-- The audited read, by token: person, wrapped key, and whether the purpose stands, in one look.
SELECT person.number, person.id, person.record, person.conditions, person.created_at, wrapped.epoch, wrapped.key_id, wrapped.bytes,
       purpose.added_at, purpose.removed_at
FROM vault_token AS token
JOIN vault_person AS person ON person.number = token.person
JOIN vault_key AS wrapped ON wrapped.person = person.number
LEFT JOIN vault_purpose AS purpose ON purpose.person = person.number AND purpose.purpose = $2
WHERE token.token = $1
