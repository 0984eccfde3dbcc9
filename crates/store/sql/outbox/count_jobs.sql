-- How much waits, how much waits for a person, and since when the oldest waits.
SELECT count(*) FILTER (WHERE parked_at IS NULL), count(*) FILTER (WHERE parked_at IS NOT NULL),
       min(enqueued_at) FILTER (WHERE parked_at IS NULL)
  FROM store_outbox
