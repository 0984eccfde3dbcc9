-- Ends what a client may do, once.
UPDATE vault_client SET disabled_at = $2 WHERE name = $1 AND disabled_at IS NULL RETURNING id
