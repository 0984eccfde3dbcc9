-- Adds the next sealed bytes to a file that is not complete yet.
INSERT INTO vault_chunk (file, number, bytes)
SELECT number, $2, $3 FROM vault_file WHERE number = $1 AND completed_at IS NULL
