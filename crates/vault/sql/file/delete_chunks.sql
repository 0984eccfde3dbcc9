-- Forgets what there is of a file that was never completed.
DELETE FROM vault_chunk WHERE file IN (SELECT number FROM vault_file WHERE number = $1 AND completed_at IS NULL)
