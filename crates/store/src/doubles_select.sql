SELECT l.kind, a.team AS one_team, a.record AS one_record, b.team AS other_team, b.record AS other_record,
  d.score, d.reasons
FROM double d JOIN record a ON a.id = d.one JOIN record b ON b.id = d.other JOIN likeness l ON l.id = d.one
