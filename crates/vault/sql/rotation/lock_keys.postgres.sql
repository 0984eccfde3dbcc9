-- Waits for everybody who is storing a key, and keeps others from it until this transaction ends: what they store after that is
-- stored with the new epoch in sight.
LOCK TABLE vault_key IN SHARE MODE
