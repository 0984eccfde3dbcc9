-- One entry.
SELECT entry FROM ledger_leaf WHERE position = $1
