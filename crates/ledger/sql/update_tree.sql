-- Extends the tree by compare-and-swap: nobody can have extended it in another way in between.
UPDATE ledger_tree SET size = $2, frontier = $3, checkpoint = $4, origin = $5 WHERE id = 1 AND size = $1
