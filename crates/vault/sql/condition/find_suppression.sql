-- Whether an identifier must stay out of direct marketing.
SELECT since_at FROM vault_suppression WHERE term = $1
