-- Forgets that a file was begun that was never completed.
DELETE FROM vault_file WHERE number = $1 AND completed_at IS NULL
