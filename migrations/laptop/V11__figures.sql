-- What reports count, a part of the projection: it is made again from the log together with the lists. One row says
-- what one record says (of a repeat, one instance), as it stands now, or as it stood while it was approved: a record
-- that was approved, reopened and approved again has a row for each time. Rows lie by day, so that a period is read
-- in one go. What is not known is NULL, and a day that is not known is empty.

CREATE TABLE closing (
  -- The month of a team is closed by the first lock of one of its records.
  team  TEXT    NOT NULL,
  month TEXT    NOT NULL,                                       -- YYYY-MM
  at    INTEGER NOT NULL,
  PRIMARY KEY (team, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE figure (
  -- In which tables a record has rows, and under which days.
  id       INTEGER NOT NULL,                                    -- as in record
  tab      TEXT    NOT NULL,
  day      TEXT    NOT NULL,
  n        INTEGER NOT NULL,
  PRIMARY KEY (id, tab, day, n)
) STRICT, WITHOUT ROWID;

-- Every table begins alike: day, id and number of the row; team, review state, from when until when these words were
-- approved; place and project; the record, and the one it is about.

CREATE TABLE session_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  outcome TEXT NULL, kind TEXT NULL, venue TEXT NULL, sessions INTEGER NULL, mode TEXT NULL,
  women INTEGER NULL, men INTEGER NULL, girls INTEGER NULL, boys INTEGER NULL,
  unspecified_child INTEGER NULL, unspecified_adult INTEGER NULL, total INTEGER NULL,
  f_b1 INTEGER NULL, f_b2 INTEGER NULL, f_b3 INTEGER NULL, f_b4 INTEGER NULL, f_b5 INTEGER NULL, f_b6 INTEGER NULL,
  m_b1 INTEGER NULL, m_b2 INTEGER NULL, m_b3 INTEGER NULL, m_b4 INTEGER NULL, m_b5 INTEGER NULL, m_b6 INTEGER NULL,
  dis_women INTEGER NULL, dis_men INTEGER NULL, dis_girls INTEGER NULL, dis_boys INTEGER NULL,
  dis_method TEXT NULL, displaced INTEGER NULL, first_time INTEGER NULL,
  place_name TEXT NULL, displacement_site TEXT NULL, site_name TEXT NULL, woman_facilitator TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_figure_record ON session_figure (record);

CREATE TABLE media_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  channel TEXT NULL, reach INTEGER NULL, unit TEXT NULL, basis TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE material_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  material TEXT NULL, quantity INTEGER NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE kap_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  phase TEXT NULL, respondent INTEGER NULL, score REAL NULL, question_set TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX kap_figure_link ON kap_figure (link, respondent) WHERE link IS NOT NULL;

CREATE TABLE hazard_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  hazard TEXT NULL, urgency TEXT NULL, handed_over TEXT NULL, handed_at TEXT NULL, outcome TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE accident_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  hazard TEXT NULL, marked_before TEXT NULL, killed INTEGER NULL, injured INTEGER NULL, unknown INTEGER NULL,
  total INTEGER NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX accident_figure_record ON accident_figure (record);

CREATE TABLE person_figure (
  -- The day is that of the accident, the place the home.
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  victim_type TEXT NULL, sex TEXT NULL, age_group TEXT NULL, outcome TEXT NULL, person_status TEXT NULL,
  activity TEXT NULL, eore_before TEXT NULL, vital_status TEXT NULL, case_status TEXT NULL, registered TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_figure_record ON person_figure (record);

CREATE TABLE assessment_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  see TEXT NULL, hear TEXT NULL, walk TEXT NULL, remember TEXT NULL, selfcare TEXT NULL, communicate TEXT NULL,
  disability TEXT NULL, quality TEXT NULL, due TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessment_figure_link ON assessment_figure (link, day) WHERE link IS NOT NULL;

CREATE TABLE need_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  pillar TEXT NULL, need TEXT NULL, priority TEXT NULL, wants_help TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  pillar TEXT NULL, service TEXT NULL, delivered_by TEXT NULL, item TEXT NULL, quantity INTEGER NULL,
  new_or_repair TEXT NULL, cash REAL NULL, currency TEXT NULL, satisfaction TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_figure_link ON service_figure (link, day, service) WHERE link IS NOT NULL;

CREATE TABLE referral_figure (
  -- The day is that on which it was sent, or else made.
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  pillar TEXT NULL, service TEXT NULL, priority TEXT NULL, direction TEXT NULL, status TEXT NULL,
  sent_on TEXT NULL, acknowledged_on TEXT NULL, accepted_on TEXT NULL, service_date TEXT NULL, closed_on TEXT NULL,
  fail_reason TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow_up_figure (
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  contact_result TEXT NULL, wellbeing_change TEXT NULL, due TEXT NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_up_figure_link ON follow_up_figure (link, day) WHERE link IS NOT NULL;

CREATE TABLE life_figure (
  -- How a record of any form went through review, for what is told of the quality of data.
  day TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, team TEXT NOT NULL, review TEXT NOT NULL,
  approved_ms INTEGER NULL, ended_ms INTEGER NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL, adm4 TEXT NULL, project TEXT NULL,
  record BLOB NOT NULL, link BLOB NULL,
  form TEXT NULL, submitted TEXT NULL, settled TEXT NULL, returns INTEGER NULL, reasons INTEGER NULL,
  not_listed TEXT NULL, position INTEGER NULL,
  PRIMARY KEY (day, id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE uncounted (
  -- Records that say to reports what they did not say yet: those that were just finished, which must not cost more than
  -- their page, and all that an older program listed. Whoever makes a report counts them first.
  team   TEXT NOT NULL,
  record BLOB NOT NULL CHECK (length(record) = 16),
  PRIMARY KEY (team, record)
) STRICT, WITHOUT ROWID;
INSERT INTO uncounted (team, record) SELECT DISTINCT team, record FROM record;

CREATE TABLE export_log (
  -- What was given out as a file: who, what, under which filter, and up to when.
  id      INTEGER NOT NULL PRIMARY KEY,
  at_ms   INTEGER NOT NULL,
  person  BLOB    NOT NULL CHECK (length(person) = 16),
  what    TEXT    NOT NULL,
  filter  TEXT    NOT NULL,
  format  TEXT    NOT NULL,
  rows    INTEGER NOT NULL,
  cut_off INTEGER NOT NULL,
  recipient TEXT  NULL                                          -- empty: it stays in the team
) STRICT;
CREATE INDEX export_log_at ON export_log (at_ms);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('session_figure', 'session_figure_record', '100000 1'),
  ('kap_figure', 'kap_figure_link', '50000 5 1'),
  ('accident_figure', 'accident_figure_record', '5000 1'),
  ('person_figure', 'person_figure_record', '60000 1'),
  ('assessment_figure', 'assessment_figure_link', '60000 2 1'),
  ('service_figure', 'service_figure_link', '200000 4 1 1'),
  ('follow_up_figure', 'follow_up_figure_link', '100000 3 1');

CREATE TABLE village_plan (
  -- The annual plan: villages of high risk that are to be reached in a year.
  year TEXT NOT NULL,
  adm4 TEXT NOT NULL,
  adm1 TEXT NULL, adm2 TEXT NULL, adm3 TEXT NULL,
  PRIMARY KEY (year, adm4)
) STRICT, WITHOUT ROWID;

CREATE INDEX need_figure_link ON need_figure (link, day) WHERE link IS NOT NULL;
CREATE INDEX referral_figure_link ON referral_figure (link, day) WHERE link IS NOT NULL;
