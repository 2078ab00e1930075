-- E14, sessions with at least one woman among the facilitators, of the sessions of which that is known.
SELECT {by s} AS place, NULL AS split, NULL AS kind,
  sum(CASE WHEN woman_facilitator = 'yes' THEN coalesce(sessions, 1) ELSE 0 END) AS with_woman,
  sum(CASE WHEN woman_facilitator = 'no' THEN coalesce(sessions, 1) ELSE 0 END) AS without_woman,
  sum(CASE WHEN woman_facilitator IS NULL THEN coalesce(sessions, 1) ELSE 0 END) AS unknown,
  1.0 * sum(CASE WHEN woman_facilitator = 'yes' THEN coalesce(sessions, 1) ELSE 0 END)
    / nullif(sum(CASE WHEN woman_facilitator IS NOT NULL THEN coalesce(sessions, 1) ELSE 0 END), 0) AS share
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
GROUP BY place
