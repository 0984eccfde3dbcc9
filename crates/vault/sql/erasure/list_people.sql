-- People with their key, or without one, by number: after a restore each is compared with the journal.
SELECT person.number, wrapped.key_id
FROM vault_person AS person
LEFT JOIN vault_key AS wrapped ON wrapped.person = person.number
WHERE person.number > $1
ORDER BY person.number
LIMIT $2
