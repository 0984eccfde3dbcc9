-- Keeps the outcome of a change under its idempotency key, unless there is one.
INSERT INTO store_idempotency (key, use_case, input_digest, outcome, created_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (key) DO NOTHING
