-- Files that were begun before a moment and never completed: their upload broke off together with the server.
SELECT number FROM vault_file WHERE completed_at IS NULL AND begun_at < $1 ORDER BY number LIMIT $2
