-- The work will not succeed by itself: it waits for a person, with the reason, and the queue moves on.
UPDATE store_outbox SET parked_at = $3, leased_until = NULL, reason = $4 WHERE position = $1 AND fence = $2
