SELECT DISTINCT
  receipt.id, receipt.batch, receipt.bytes, receipt.signature, receipt.revisions, receipt.time_ms,
  receipt.verified
FROM revision JOIN receipt ON receipt.id = revision.receipt
WHERE revision.record = :record AND revision.team = :team
ORDER BY receipt.time_ms, receipt.id
