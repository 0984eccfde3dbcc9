-- Allows a client one purpose.
INSERT INTO vault_client_purpose (client, purpose) VALUES ($1, $2)
