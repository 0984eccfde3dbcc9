-- The audited read, by identifier. Two rows say that it is ambiguous, so two are enough.
SELECT person.number, person.id, person.record, person.conditions, person.created_at, wrapped.epoch, wrapped.key_id, wrapped.bytes,
       purpose.added_at, purpose.removed_at
FROM vault_term AS term
JOIN vault_person AS person ON person.number = term.person
JOIN vault_key AS wrapped ON wrapped.person = person.number
LEFT JOIN vault_purpose AS purpose ON purpose.person = person.number AND purpose.purpose = $2
WHERE term.term = $1
LIMIT 2
