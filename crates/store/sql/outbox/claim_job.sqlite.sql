-- Leases the job that is due longest. A fence counts the claims: an older holder's fence no longer fits.
UPDATE store_outbox SET leased_until = $2, fence = fence + 1, tries = tries + 1
 WHERE position = (SELECT position FROM store_outbox
                    WHERE parked_at IS NULL AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
                    ORDER BY due_at, position
                    LIMIT 1)
RETURNING position, topic, body, idempotency_key, enqueued_at, tries, fence
