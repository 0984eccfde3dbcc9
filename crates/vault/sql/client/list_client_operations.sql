-- What every client may do.
SELECT client, operation FROM vault_client_operation
