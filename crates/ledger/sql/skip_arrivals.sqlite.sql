-- The highest number of the last leaves. Where several servers wrote (PostgreSQL), a leaf can have a higher number than a later one, as far
-- apart as leaves come in while one transaction lasts.
SELECT max(arrival) FROM (SELECT arrival FROM ledger_leaf ORDER BY position DESC LIMIT 100000)
