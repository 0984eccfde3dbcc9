-- Whether a claim still holds; nobody else can claim the job until this transaction ends.
SELECT position FROM store_outbox WHERE position = $1 AND fence = $2 AND leased_until > $3 FOR UPDATE
