-- The entries from a position on, as they are stored: what is hashed is what is there, not what was meant.
SELECT position, entry FROM ledger_leaf WHERE position >= $1 AND position < $2 ORDER BY position
