-- The leaves from a position on, to be verified. The body of an open event has no tag, and must fit its commitment; one that is gone
-- counts as one that does not fit, and nothing commits to an entry.
SELECT position, entry, CASE WHEN tag IS NULL THEN coalesce(body, entry) END
  FROM ledger_leaf WHERE position >= $1 ORDER BY position LIMIT $2
