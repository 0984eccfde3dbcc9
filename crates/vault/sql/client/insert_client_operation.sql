-- Allows a client one operation.
INSERT INTO vault_client_operation (client, operation) VALUES ($1, $2)
