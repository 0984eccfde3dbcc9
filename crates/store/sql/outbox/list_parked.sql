-- Jobs that wait for a person, oldest first, from a position on.
SELECT position, topic, idempotency_key, enqueued_at, tries, parked_at, reason FROM store_outbox
 WHERE parked_at IS NOT NULL AND position > $1
 ORDER BY position
 LIMIT $2
