-- A person has looked: the job is due again, with all its tries.
UPDATE store_outbox SET parked_at = NULL, reason = NULL, tries = 0, due_at = $2
 WHERE position = $1 AND parked_at IS NOT NULL
