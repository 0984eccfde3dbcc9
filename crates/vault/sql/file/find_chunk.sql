-- The sealed bytes of a file at a place.
SELECT bytes FROM vault_chunk WHERE file = $1 AND number = $2
