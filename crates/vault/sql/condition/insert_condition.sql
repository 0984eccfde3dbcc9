-- A restriction (GDPR Art. 18), objection (Art. 21) or hold (Art. 17(3)) from now on.
INSERT INTO vault_condition (id, person, kind, purpose, ground, set_at) VALUES ($1, $2, $3, $4, $5, $6)
