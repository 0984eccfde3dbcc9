-- The work is done. Nothing happens when another worker has claimed the job since.
DELETE FROM store_outbox WHERE position = $1 AND fence = $2
