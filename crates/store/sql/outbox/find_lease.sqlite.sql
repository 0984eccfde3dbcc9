-- Whether a claim still holds.
SELECT position FROM store_outbox WHERE position = $1 AND fence = $2 AND leased_until > $3
