-- An erasure, with those of the same leaf: a merged person has several keys.
SELECT id, key_id, epoch, erased_at, arrival, kept, journaled_at, final_at FROM vault_erasure
WHERE arrival = (SELECT arrival FROM vault_erasure WHERE id = $1)
ORDER BY id
