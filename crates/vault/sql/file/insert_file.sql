-- Begins a file. It is not there for anybody until it is completed.
INSERT INTO vault_file (id, person, field, sealed, size_bytes, begun_at, completed_at)
VALUES ($1, $2, $3, $4, 0, $5, NULL)
RETURNING number
