-- One bulk read that was asked for.
SELECT purpose, reason, requested_by, approved_by, good_until, used_at FROM vault_approval WHERE id = $1
