-- How many leaves wait for their place in the tree.
SELECT count(*) FROM ledger_pending
