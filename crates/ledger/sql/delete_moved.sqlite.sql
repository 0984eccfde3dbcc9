-- What has its place in the tree, from a position on, leaves the queue.
DELETE FROM ledger_pending WHERE arrival IN (SELECT arrival FROM ledger_leaf WHERE position >= $1)
