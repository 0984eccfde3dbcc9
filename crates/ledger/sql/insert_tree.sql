-- The tree of a new installation; of several servers that start together, the first decides.
INSERT INTO ledger_tree (id, origin, size, frontier, checkpoint) VALUES (1, $1, $2, $3, $4)
ON CONFLICT (id) DO NOTHING
