-- Erasure takes earlier values along.
DELETE FROM vault_history WHERE person = $1
