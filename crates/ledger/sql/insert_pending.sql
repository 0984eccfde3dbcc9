-- Queues a leaf. Many write at once, so its place in the tree is decided later, by one.
INSERT INTO ledger_pending (entry, tag, body) VALUES ($1, $2, $3) RETURNING arrival
