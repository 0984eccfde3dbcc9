-- Numbers are given with the leaf itself; there is nothing to skip.
SELECT 0 WHERE 0 = 1
