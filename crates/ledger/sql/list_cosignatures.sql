-- The newest checkpoint that each witness cosigned, the largest tree first.
SELECT witness, size, note, cosigned_at FROM ledger_cosignature ORDER BY size DESC, witness
