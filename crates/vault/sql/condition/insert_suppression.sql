-- An identifier that must not come back into direct marketing (GDPR Art. 21(3)), as a keyed hash.
INSERT INTO vault_suppression (term, since_at) VALUES ($1, $2) ON CONFLICT (term) DO NOTHING
