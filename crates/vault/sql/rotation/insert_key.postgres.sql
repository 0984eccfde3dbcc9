-- The wrapped key of a new person. Not by a server whose keys are behind: the epoch it knows may be about to be destroyed.
INSERT INTO vault_key (person, epoch, key_id, bytes)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BYTEA), CAST($4 AS BYTEA) FROM vault_ring WHERE epoch <= CAST($2 AS BIGINT)
