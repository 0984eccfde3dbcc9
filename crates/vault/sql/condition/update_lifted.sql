-- A condition binds no longer.
UPDATE vault_condition SET lifted_at = $2 WHERE id = $1 AND lifted_at IS NULL
