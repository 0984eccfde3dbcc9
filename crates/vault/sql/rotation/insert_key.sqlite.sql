-- The wrapped key of a new person. Not by a server whose keys are behind: the epoch it knows may be about to be destroyed.
INSERT INTO vault_key (person, epoch, key_id, bytes)
SELECT $1, $2, $3, $4 FROM vault_ring WHERE epoch <= $2
