-- Keys that are still wrapped under an earlier epoch.
SELECT wrapped.person, person.id, wrapped.epoch, wrapped.key_id, wrapped.bytes
FROM vault_key AS wrapped
JOIN vault_person AS person ON person.number = wrapped.person
WHERE wrapped.epoch < $1
ORDER BY wrapped.epoch, wrapped.person
LIMIT $2
