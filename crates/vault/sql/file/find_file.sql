-- One complete file of one person.
SELECT number, field, sealed, size_bytes FROM vault_file WHERE id = $1 AND person = $2 AND completed_at IS NOT NULL
