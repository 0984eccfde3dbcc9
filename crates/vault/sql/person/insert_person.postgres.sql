-- A new data subject with all their rows: wrapped key, token, terms (16 bytes each, one after the other) and purposes (a line each).
-- Not by a server whose keys are behind: the epoch it knows ($5) may be about to be destroyed.
WITH person AS (
    INSERT INTO vault_person (id, record, conditions, created_at, changed_at)
    SELECT CAST($1 AS BYTEA), CAST($2 AS BYTEA), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($4 AS BIGINT)
    FROM vault_ring WHERE epoch <= CAST($5 AS BIGINT)
    RETURNING number
), wrapped AS (
    INSERT INTO vault_key (person, epoch, key_id, bytes)
    SELECT number, CAST($5 AS BIGINT), CAST($6 AS BYTEA), CAST($7 AS BYTEA) FROM person
), token AS (
    INSERT INTO vault_token (token, person) SELECT CAST($1 AS BYTEA), number FROM person
), term AS (
    INSERT INTO vault_term (term, person)
    SELECT substr(CAST($8 AS BYTEA), place, 16), number
    FROM person, generate_series(1, length(CAST($8 AS BYTEA)), 16) AS place
    ON CONFLICT DO NOTHING
), purpose AS (
    INSERT INTO vault_purpose (person, purpose, added_at)
    SELECT number, name, CAST($4 AS BIGINT) FROM person, unnest(string_to_array(CAST($9 AS TEXT), chr(10))) AS name
)
SELECT number FROM person
