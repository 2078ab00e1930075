greeting-morning = Good morning, { $name }
greeting-afternoon = Good afternoon, { $name }
greeting-evening = Good evening, { $name }
home-day = { $today ->
    [0] { $weekday } { $day }. No records for today yet, { $week } in the last seven days.
    [one] { $weekday } { $day }. One record for today, { $week } in the last seven days.
   *[other] { $weekday } { $day }. { $today } records for today, { $week } in the last seven days.
}
home-new = New: { $form }
home-more-forms = More forms
home-no-forms = No forms are installed yet. They arrive with the next sync.
returned-title = Returned to you
returned-count = { $count ->
    [one] { $count } to fix
   *[other] { $count } to fix
}
fix = Fix
drafts-title = Drafts
draft-untitled = Not yet named
draft-line = { $problems ->
    [0] Saved { $when }, ready to finish
    [one] Saved { $when }, { $problems } question left
   *[other] Saved { $when }, { $problems } questions left
}
draft-continue = Continue
draft-continue-spoken = Continue { $title }
aside-title = Put aside: { $count }
aside-text = What you put aside stays here for thirty days.
aside-restore = Bring back
aside-restore-spoken = Bring back { $title }
today-title = Today
today-empty = Nothing for today yet
today-empty-text = What you finish appears here, with its sums.
women = Women
men = Men
girls = Girls
boys = Boys
total = Total
people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
queue-waiting = { $count ->
    [0] No decision waits for you
    [one] { $count } record waits for your decision
   *[other] { $count } records wait for your decision
}
queue-oldest = { $days ->
    [0] All of them came today.
    [one] The oldest has waited for { $days } day.
   *[other] The oldest has waited for { $days } days.
}
queue-none-text = New records appear here as soon as they arrive.
queue-start = Start reviewing
teams-title = Teams
teams-text = As this laptop knows them. A team may have newer records that have not arrived yet.
team = Team
teams-records = Records
teams-waiting = Waiting for review
teams-newest = Newest record
teams-nothing = None yet
teams-silent = { $days ->
    [one] silent for { $days } day
   *[other] silent for { $days } days
}
lost-title = Nothing lost
lost-text = Every record, and where it is now
lost-laptop = On this laptop
lost-handed = Handed over
lost-confirmed = Confirmed by the centre
lost-equal = Compared with the centre on { $day } at { $time }: both hold the same.
lost-differs = Compared with the centre on { $day } at { $time }: they differ. Sync again to mend it.
lost-set-apart = Compared with the centre on { $day } at { $time }: all is the same, but for what this laptop cannot read or trust.
lost-not-taken = Compared with the centre on { $day } at { $time }: all is the same, but for what the centre has not taken. It waits here.
lost-never-compared = Not yet compared with the centre.
weeks-caption = Records per week, by the day of the activity
week-of = Week of
weekday-sunday = Sunday
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
returned-more = { $count ->
    [one] and { $count } more comment
   *[other] and { $count } more comments
}
