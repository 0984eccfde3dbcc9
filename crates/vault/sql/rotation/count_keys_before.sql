-- How many keys are still wrapped under an earlier epoch.
SELECT COUNT(*) FROM vault_key WHERE epoch < $1
