-- The objection to direct marketing was lifted.
DELETE FROM vault_suppression WHERE term = $1
