-- The place in the tree of a leaf. Here the two numbers are equal, but for leaves that came from another engine.
SELECT position FROM ledger_leaf WHERE position = $1 AND arrival = $1
UNION ALL
SELECT position FROM ledger_leaf WHERE arrival = $1
LIMIT 1
