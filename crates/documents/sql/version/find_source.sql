-- The full text of one version.
SELECT source FROM documents_version WHERE number = $1
