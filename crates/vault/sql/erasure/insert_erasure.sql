-- That a key was destroyed, and which: without any pointer to the person.
INSERT INTO vault_erasure (id, key_id, epoch, erased_at, arrival, kept) VALUES ($1, $2, $3, $4, $5, $6)
