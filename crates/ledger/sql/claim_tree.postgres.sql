-- The tree as it was last signed, for whoever is going to extend it; no row when another is at it already.
SELECT origin, size, frontier, checkpoint FROM ledger_tree WHERE id = 1 FOR UPDATE SKIP LOCKED
