-- Which keys this database belongs to.
SELECT ring, epoch, rotated_at FROM vault_ring WHERE id = 1
