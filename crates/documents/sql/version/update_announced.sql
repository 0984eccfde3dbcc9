-- People who read the site or its feed have been told of one version.
UPDATE documents_notice SET announced_at = $2
WHERE version_id = $1 AND audience = 'subjects' AND announced_at IS NULL
