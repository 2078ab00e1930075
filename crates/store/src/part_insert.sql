INSERT INTO part (team, device, first, count, ids, seal, state, seq)
VALUES (:team, :device, :first, :count, :ids, :seal, :state, :seq)
ON CONFLICT (team, device, first, count, ids) DO UPDATE SET
  state = max(state, excluded.state), seq = coalesce(excluded.seq, seq)
RETURNING id
