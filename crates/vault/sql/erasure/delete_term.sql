-- Nobody is found by the identifiers of an erased person.
DELETE FROM vault_term WHERE person = $1
