-- The wrapped key of a new person.
INSERT INTO vault_key (person, epoch, key_id, bytes) VALUES ($1, $2, $3, $4)
