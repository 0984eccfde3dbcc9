-- Files of a person, complete or not.
SELECT COUNT(*) FROM vault_file WHERE person = $1
