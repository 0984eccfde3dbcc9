-- Whoever gives somebody this identifier waits here for others who do: of two that come at once, one sees the other. A lock on a
-- number, since there need not be a row.
SELECT pg_advisory_xact_lock($1)
