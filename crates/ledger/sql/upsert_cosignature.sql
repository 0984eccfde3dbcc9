-- Keeps the newest checkpoint that a witness cosigned; an older one never replaces a newer.
INSERT INTO ledger_cosignature (witness, size, note, cosigned_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (witness) DO UPDATE SET size = excluded.size, note = excluded.note, cosigned_at = excluded.cosigned_at
 WHERE ledger_cosignature.size <= excluded.size
