-- What is kept past an erasure gets a new key; the old one is destroyed. Not by a server whose keys are behind.
UPDATE vault_key SET epoch = $2, key_id = $3, bytes = $4
WHERE person = $1 AND EXISTS (SELECT 1 FROM vault_ring WHERE vault_ring.epoch <= $2)
