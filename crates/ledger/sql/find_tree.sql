-- The tree as it was last signed.
SELECT origin, size, frontier, checkpoint FROM ledger_tree WHERE id = 1
