-- The epoch key is destroyed: no copy of these keys opens anywhere.
UPDATE vault_erasure SET final_at = $2 WHERE final_at IS NULL AND epoch < $1
