-- Keeps a tile that is full. It never changes again.
INSERT INTO ledger_tile (level, number, hashes) VALUES ($1, $2, $3)
