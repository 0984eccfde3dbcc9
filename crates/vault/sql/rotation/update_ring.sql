-- From here on nobody writes under an earlier epoch.
UPDATE vault_ring SET epoch = $1, rotated_at = $2 WHERE id = 1 AND epoch < $1
