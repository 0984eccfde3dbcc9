-- Makes a person findable by an identifier. Two fields may say the same once records are merged.
INSERT INTO vault_term (term, person) VALUES ($1, $2) ON CONFLICT DO NOTHING
