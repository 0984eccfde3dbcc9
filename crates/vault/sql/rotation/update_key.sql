-- A key wrapped again, unless it was destroyed or replaced meanwhile.
UPDATE vault_key SET epoch = $2, bytes = $3 WHERE person = $1 AND key_id = $4
