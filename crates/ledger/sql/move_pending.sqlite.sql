-- Gives the oldest of the queue the next places in the tree. Here there is a queue only after a move from PostgreSQL.
INSERT INTO ledger_leaf (position, arrival, entry, tag, body)
SELECT $1 + row_number() OVER (ORDER BY arrival) - 1, arrival, entry, tag, body FROM ledger_pending ORDER BY arrival LIMIT $2
