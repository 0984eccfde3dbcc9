-- The people of two tokens, for whoever changes something about them: nobody else does until this transaction ends. The lower number
-- first, so that two who want the same two people never wait for each other.
SELECT person.number
FROM vault_token AS token
JOIN vault_person AS person ON person.number = token.person
JOIN vault_key AS wrapped ON wrapped.person = person.number
WHERE token.token IN ($1, $2)
ORDER BY person.number
FOR UPDATE OF person, wrapped
