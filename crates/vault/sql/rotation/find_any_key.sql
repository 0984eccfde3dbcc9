-- Whether anybody has a key at all: if nobody has, a restore stopped halfway, and their keys are in an archive.
SELECT person FROM vault_key LIMIT 1
