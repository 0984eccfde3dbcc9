-- The events about one person, for whoever holds the tags (GDPR Art. 15(1)(c): to whom data was disclosed). Spare parameters repeat a tag.
SELECT position, entry, body FROM ledger_leaf
 WHERE tag IN (
        $1, $2, $3, $4, $5, $6, $7, $8,
        $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27, $28, $29, $30, $31, $32
)
