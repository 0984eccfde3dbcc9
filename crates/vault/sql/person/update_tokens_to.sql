-- After a merge the tokens of one record mean the other.
UPDATE vault_token SET person = $2 WHERE person = $1
