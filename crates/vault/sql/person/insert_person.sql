-- A new data subject; the number tells where its rows are.
INSERT INTO vault_person (id, record, conditions, created_at, changed_at) VALUES ($1, $2, $3, $4, $4)
RETURNING number
