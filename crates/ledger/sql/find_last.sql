-- The last leaf, for the one writer that puts the next behind it.
SELECT position, arrival FROM ledger_leaf ORDER BY position DESC LIMIT 1
