-- The next people whose data is held for a purpose, in the order in which they came.
SELECT vault_person.number, vault_person.id FROM vault_purpose
JOIN vault_person ON vault_person.number = vault_purpose.person
WHERE vault_purpose.purpose = $1 AND vault_purpose.person > $2 AND vault_purpose.removed_at IS NULL
ORDER BY vault_purpose.person LIMIT $3
