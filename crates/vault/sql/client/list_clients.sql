-- Every client, disabled ones included, for the table that the gate compares with.
SELECT id, name, secret_digest, calls_per_minute, added_at, disabled_at FROM vault_client ORDER BY name
