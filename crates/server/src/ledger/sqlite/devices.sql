SELECT device.id, device.public, device.name, device.revoked, device.joined_ms,
       (SELECT max(receipt.at_ms) FROM receipt WHERE receipt.device = device.id) AS last_sync_ms
FROM device
ORDER BY device.id
