INSERT INTO team_log (
  team, held_count, held_sum, centre_count, centre_sum, open_count, open_bytes, last_at
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (team) DO UPDATE SET
  held_count = ?2, held_sum = ?3, centre_count = ?4, centre_sum = ?5, open_count = ?6,
  open_bytes = ?7, last_at = ?8
