-- Keeps the outcome of a change under its idempotency key. When there is one, or somebody else is about to keep theirs, this fails
-- and takes the whole change along: it is sent with COMMIT, which nobody could hold back after hearing.
INSERT INTO store_idempotency (key, use_case, input_digest, outcome, created_at)
VALUES ($1, $2, $3, $4, $5)
