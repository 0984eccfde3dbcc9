-- Forgets outcomes older than anybody will ask for: those in front of the first that is not. They lie in the order in which they came.
DELETE FROM store_idempotency WHERE rowid < coalesce(
    (SELECT rowid FROM store_idempotency WHERE created_at >= $1 ORDER BY rowid LIMIT 1), 9223372036854775807)
