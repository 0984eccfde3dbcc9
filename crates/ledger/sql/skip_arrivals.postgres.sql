-- After a move from SQLite, where leaves never queued: the queue goes on numbering behind every number that a leaf has.
SELECT setval('ledger_pending_arrival_seq', past.last)
  FROM (SELECT max(arrival) AS last FROM ledger_leaf) AS past, ledger_pending_arrival_seq AS given
 WHERE past.last >= 1 AND (past.last > given.last_value OR (past.last = given.last_value AND NOT given.is_called))
