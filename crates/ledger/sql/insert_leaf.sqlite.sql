-- Puts a leaf at the end. One writer, so the next position is one past the last; columns beside max() come from the row that has it.
INSERT INTO ledger_leaf (position, arrival, entry, tag, body)
SELECT coalesce(max(position), -1) + 1, coalesce(arrival, -1) + 1, $1, $2, $3 FROM ledger_leaf
RETURNING arrival
