-- Queues a leaf. Many write at once, so its place in the tree is decided later, by one. The queue numbers, so $4 says nothing here.
INSERT INTO ledger_pending (entry, tag, body) SELECT $1::bytea, $2::bytea, $3::bytea WHERE $4::bigint IS NOT NULL
RETURNING arrival
