-- The tree as it was last signed, for whoever is going to extend it. There is one writer, so nobody else can be.
SELECT origin, size, frontier, checkpoint FROM ledger_tree WHERE id = 1
