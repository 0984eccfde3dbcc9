-- One writer, so nobody adds to the files of a person.
SELECT number FROM vault_file WHERE person = $1 AND 0 = 1
