-- What the centre did not take or marked, but for what it found in answers, which stands on the record and may be on many:
-- looked for at every sync and with every record that comes.
CREATE INDEX refusal_open ON refusal (code) WHERE settled = 0 AND code NOT IN ('answers', 'clock', 'rule');
