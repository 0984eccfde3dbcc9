-- A new data subject; the number tells where their rows are, which are added one by one ($6 to $9). Not by a server whose keys are
-- behind: the epoch it knows ($5) may be about to be destroyed.
INSERT INTO vault_person (id, record, conditions, created_at, changed_at)
SELECT $1, $2, $3, $4, $4 FROM vault_ring
WHERE epoch <= $5 AND $6 IS NOT NULL AND $7 IS NOT NULL AND $8 IS NOT NULL AND $9 IS NOT NULL
RETURNING number
