-- The leaves from a position on, to be verified. The body of an open event has no tag, and must fit its commitment.
SELECT position, entry, CASE WHEN tag IS NULL THEN body END
  FROM ledger_leaf WHERE position >= $1 ORDER BY position LIMIT $2
