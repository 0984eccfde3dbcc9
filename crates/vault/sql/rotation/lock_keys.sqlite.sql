-- One writer, so nobody is storing a key.
DELETE FROM vault_key WHERE 0 = 1
