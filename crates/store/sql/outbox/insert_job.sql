-- Promises work outside this transaction. The same topic and key twice is one job.
INSERT INTO store_outbox (topic, body, idempotency_key, enqueued_at, due_at, tries, fence)
VALUES ($1, $2, $3, $4, $4, 0, 0)
ON CONFLICT (topic, idempotency_key) DO NOTHING
