-- Takes the oldest of the queue and gives them the next places in the tree, in the order in which they came.
WITH oldest AS (SELECT arrival FROM ledger_pending ORDER BY arrival LIMIT $2),
     taken AS (DELETE FROM ledger_pending WHERE arrival IN (SELECT arrival FROM oldest) RETURNING arrival, entry, tag, body)
INSERT INTO ledger_leaf (position, arrival, entry, tag, body)
SELECT $1 + row_number() OVER (ORDER BY arrival) - 1, arrival, entry, tag, body FROM taken
