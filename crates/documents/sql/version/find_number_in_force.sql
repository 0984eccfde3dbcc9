-- The number of the version in force: what a running server asks each second.
SELECT number FROM documents_version ORDER BY number DESC LIMIT 1
