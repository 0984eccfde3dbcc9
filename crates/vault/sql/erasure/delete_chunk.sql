-- Erasure takes the contents of files along.
DELETE FROM vault_chunk WHERE file IN (SELECT number FROM vault_file WHERE person = $1)
