-- For which purposes every client may.
SELECT client, purpose FROM vault_client_purpose
