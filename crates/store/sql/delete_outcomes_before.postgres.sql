-- Forgets outcomes older than anybody will ask for.
DELETE FROM store_idempotency WHERE created_at < $1
