-- What has its place in the tree left the queue with the same statement.
DELETE FROM ledger_pending WHERE arrival < 0 AND $1::bigint < 0
