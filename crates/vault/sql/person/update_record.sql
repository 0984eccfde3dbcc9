-- Corrected or merged (GDPR Art. 16).
UPDATE vault_person SET record = $2, changed_at = $3 WHERE number = $1
