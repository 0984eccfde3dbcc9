-- One past the last leaf, and how many leaves there are.
SELECT coalesce(max(position), -1) + 1 FROM ledger_leaf
