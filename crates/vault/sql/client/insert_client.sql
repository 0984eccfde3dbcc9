-- Adds an API client.
INSERT INTO vault_client (id, name, secret_digest, calls_per_minute, added_at, disabled_at)
VALUES ($1, $2, $3, $4, $5, NULL)
ON CONFLICT (name) DO NOTHING
