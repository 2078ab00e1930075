UPDATE batch SET
  state = :state, ended_ms = :now, error = :error, records = :records, sent = :sent,
  received = :received, bytes_up = :bytes_up, bytes_down = :bytes_down,
  files_sent = :files_sent, files_received = :files_received
WHERE id = :id
