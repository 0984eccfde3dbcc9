-- Keeps the outcome of a change under its idempotency key, or takes the key for a change that is about to run: then a second
-- taker waits here until the first has ended.
INSERT INTO store_idempotency (key, use_case, input_digest, outcome, created_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (key) DO NOTHING
