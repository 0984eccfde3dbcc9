-- The files of a person: nobody adds to them from here on.
SELECT number FROM vault_file WHERE person = $1 ORDER BY number FOR UPDATE
