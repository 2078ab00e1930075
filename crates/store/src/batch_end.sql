UPDATE batch SET
  state = :state, ended_ms = :now, error = :error, records = :records, sent = :sent,
  received = :received, bytes_up = :bytes_up, bytes_down = :bytes_down
WHERE id = :id
