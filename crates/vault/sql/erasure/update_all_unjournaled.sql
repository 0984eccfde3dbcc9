-- The journal outside was lost: every erasure has to be written down in it again.
UPDATE vault_erasure SET journaled_at = NULL WHERE journaled_at IS NOT NULL
