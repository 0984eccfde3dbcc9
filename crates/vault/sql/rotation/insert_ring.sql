-- Binds the keys to a vault that was never opened.
INSERT INTO vault_ring (id, ring, epoch, rotated_at) VALUES (1, $1, $2, $3)
