-- Ends a purpose: consent withdrawn (GDPR Art. 7(3)), or done.
UPDATE vault_purpose SET removed_at = $3 WHERE person = $1 AND purpose = $2 AND removed_at IS NULL
