SELECT
  refusal.revision, refusal.code, refusal.detail, refusal.at_ms, refusal.settled,
  revision.record, revision.team
FROM refusal LEFT JOIN revision ON revision.id = refusal.revision
WHERE refusal.settled = 0 OR :settled
ORDER BY refusal.at_ms DESC, refusal.id DESC
