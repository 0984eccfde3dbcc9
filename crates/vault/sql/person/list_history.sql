-- Earlier values of a person's fields.
SELECT field, version, sealed, replaced_at FROM vault_history WHERE person = $1 ORDER BY field, version
