-- What applications kept means nobody now.
DELETE FROM vault_token WHERE person = $1
