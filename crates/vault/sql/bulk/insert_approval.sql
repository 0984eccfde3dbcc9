-- A bulk read that a client asks for. Somebody else has to approve it (four eyes).
INSERT INTO vault_approval (id, purpose, reason, requested_by, requested_at, good_until)
VALUES ($1, $2, $3, $4, $5, $6)
