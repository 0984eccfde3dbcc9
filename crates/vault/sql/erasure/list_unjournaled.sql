-- Erasures that the journal outside does not have yet.
SELECT id, key_id, epoch, erased_at, arrival, kept, journaled_at, final_at FROM vault_erasure
WHERE journaled_at IS NULL
ORDER BY erased_at, id
LIMIT $1
