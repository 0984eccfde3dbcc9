-- The place in the tree of a leaf. Here the two numbers are equal, but for leaves that came from another engine: these are looked for nearby, and
-- everywhere only where the last leaf says that numbers were left out, so that a number which nobody was given does not cost a look at every leaf.
SELECT position FROM ledger_leaf WHERE position = $1 AND arrival = $1
UNION ALL
SELECT position FROM ledger_leaf WHERE position >= $1 - 100000 AND position <= $1 + 100000 AND arrival = $1
UNION ALL
SELECT leaf.position
FROM (SELECT arrival <> position AS moved FROM ledger_leaf ORDER BY position DESC LIMIT 1) AS last
CROSS JOIN ledger_leaf AS leaf
WHERE last.moved AND leaf.arrival = $1
LIMIT 1
