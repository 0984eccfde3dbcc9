-- Whether the vault holds anybody.
SELECT number FROM vault_person LIMIT 1
