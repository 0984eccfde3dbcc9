-- Completes a file: from now on it can be read.
UPDATE vault_file SET size_bytes = $2, completed_at = $3 WHERE number = $1 AND completed_at IS NULL
