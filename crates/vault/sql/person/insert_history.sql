-- An earlier value of a field of which the protocol wants the history.
INSERT INTO vault_history (person, field, version, sealed, replaced_at) VALUES ($1, $2, $3, $4, $5)
