-- Erasure takes restrictions and objections along.
DELETE FROM vault_condition WHERE person = $1
