-- After a recovery: what witnesses cosigned may be of the tree that is no more.
DELETE FROM ledger_cosignature
