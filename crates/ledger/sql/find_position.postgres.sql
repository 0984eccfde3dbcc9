-- The place in the tree of a leaf; none while it is queued.
SELECT position FROM ledger_leaf WHERE arrival = $1
