-- One writer, so nobody else gives somebody an identifier.
SELECT $1 WHERE 0 = 1
