-- Erasure takes files along.
DELETE FROM vault_file WHERE person = $1
