-- The outcome stored under an idempotency key.
SELECT use_case, input_digest, outcome, created_at FROM store_idempotency WHERE key = $1
