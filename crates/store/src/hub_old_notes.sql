DELETE FROM hub_note WHERE guest = :guest AND batch NOT IN (
  SELECT batch FROM hub_note WHERE guest = :guest GROUP BY batch ORDER BY max(id) DESC LIMIT :batches
)
