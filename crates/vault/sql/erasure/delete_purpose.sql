-- Erasure takes the purposes along.
DELETE FROM vault_purpose WHERE person = $1
