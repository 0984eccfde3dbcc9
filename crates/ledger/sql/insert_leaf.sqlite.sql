-- Puts a leaf at the end. One writer, so the next position is one past the last; columns beside max() come from the row that has it.
-- The number it is found by is the position itself, unless leaves came from PostgreSQL with higher ones: then it goes on behind $4.
INSERT INTO ledger_leaf (position, arrival, entry, tag, body)
SELECT coalesce(max(position), -1) + 1, max(coalesce(arrival, -1), $4) + 1, $1, $2, $3 FROM ledger_leaf
RETURNING arrival
