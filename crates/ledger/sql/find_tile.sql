-- A tile that is full.
SELECT hashes FROM ledger_tile WHERE level = $1 AND number = $2
