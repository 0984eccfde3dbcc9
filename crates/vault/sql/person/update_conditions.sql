-- So many conditions more, or fewer, stand on a person's data.
UPDATE vault_person SET conditions = conditions + $2, changed_at = $3 WHERE number = $1
