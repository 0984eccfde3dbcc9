-- The work failed and comes again later.
UPDATE store_outbox SET due_at = $3, leased_until = NULL, reason = $4 WHERE position = $1 AND fence = $2
