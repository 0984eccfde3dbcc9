-- Keeps the outcome of the change that took the key.
UPDATE store_idempotency SET outcome = $2 WHERE key = $1
