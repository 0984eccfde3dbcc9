-- Puts a leaf at its place in the tree. Plain values and nothing to return: SQLite then needs no savepoint for the statement.
INSERT INTO ledger_leaf (position, arrival, entry, tag, body) VALUES ($1, $2, $3, $4, $5)
