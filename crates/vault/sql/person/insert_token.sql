-- What an application keeps instead of personal data.
INSERT INTO vault_token (token, person) VALUES ($1, $2)
