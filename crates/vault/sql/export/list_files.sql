-- The files of a person, without what is in them.
SELECT id, field, size_bytes, completed_at FROM vault_file WHERE person = $1 AND completed_at IS NOT NULL ORDER BY number
