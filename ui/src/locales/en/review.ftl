review-waiting = { $count ->
    [one] { $count } waiting
   *[other] { $count } waiting
}
review-empty = Nothing waits for you
review-empty-text = Records appear here when a team submits them and they arrive on this laptop.
review-days = { $days ->
    [0] came today
    [one] waits { $days } day
   *[other] waits { $days } days
}
review-again = corrected
review-own = your own
review-next = Next
review-flagged = Why it was flagged
review-clean = No rule found anything.
neighbours = Same team, same day
move-submit = Submit
move-return = Return
move-verify = Verify
move-approve = Approve
move-reject = Reject
move-reopen = Reopen
move-lock = Lock
move-withdraw = Withdraw
move-other = Decide
decided = { $move }: { $title }
refusal-own-record = You made or changed this record yourself. Somebody else decides on it.
refusal-role = Your role does not decide on this record.
refusal-state = In its present state there is nothing to decide.
refusal-conflict = Two people changed the same answer. Settle that first, then decide.
refusal-finding = What a rule found beside other records has to be put right first. Return or reject the record, or have the other one corrected.
refusal-blind = The decision was made without seeing the newest version.
refusal-other = You cannot decide on this record now.
reason = Reason
reason-for = Why? The reason stays in the history of { $title }.
return-text = { $who } will see your words beside the question.
the-team = The team
return-choose = Choose the question or the finding
return-words = What should be looked at?
return-words-hint = For example: the groups make 36, the total says 38. Which is right?
return-add = Add another comment
return-do = { $count ->
    [0] Return
    [one] Return with { $count } comment
   *[other] Return with { $count } comments
}
return-needs = A return needs at least one comment on a question or a finding, so that it can be fixed without asking back.
comment-at = Return with a comment on { $question }
comment-remove = Remove the comment on { $question }
bulk-verify = Verify { $count } clean records
bulk-verify-text = In these { $count } records no rule found anything, and none is your own. Each one gets its own line in the history.
bulk-verify-do = Verify them
bulk-verify-progress = { $done } of { $count } done, { $left } left as they were
taken-back = Taken back: { $title }
taken-back-late = Others may know of this decision already. Decide anew, so that both stand in the history.
review-changed = What changed
changed-since-looked = since you looked
changed-since-returned = since it was returned
changed-since-before = since the version before
seen-same = You last saw it on { $when }. Nothing is new.
seen-changed = You last saw it on { $when }. It changed since.
review-new-since = changed
filter-changed = Changed since I looked
filter-found = Findings
found-something = Something was found
found-nothing = Nothing was found
queue-more = Show more of { $count } that wait
narrow = Narrow
late-teams = { $count ->
    [one] { $count } team is late
   *[other] { $count } teams are late
}
late-team = { $days ->
    [one] { $team }: nothing since { $day }, { $days } day
   *[other] { $team }: nothing since { $day }, { $days } days
}
state-counts = { $count ->
    [one] { $count } record by state
   *[other] { $count } records by state
}
neighbours-village = Same village, same month
neighbours-person = About the same person
place-beside-km = The position is { $figure } km from { $place }.
place-beside-m = The position is { $figure } m from { $place }.
override-for = Rules still warn of { $title }. Why is it right as it is? The reason stays with the record.
adjust-text = Its month is closed. What is corrected now is counted as an adjustment beside it, with this reason.
move-adjust = Adjust
move-take-back = Take back
contested-title = Two people decided differently
contested-text = Neither knew of the other. Both decisions are kept and neither holds until you decide.
reply-fixed = Fixed
reply-words = Answer the reviewer
months = Months
months-title = Close a month
months-text = Locking a month closes its figures. What is corrected later is counted as an adjustment beside them.
months-empty = No month has records yet
months-empty-text = Months appear here once dated records are on this laptop.
month = Month
months-open = Not decided
month-lock = Lock
month-lock-spoken = Lock { $month } of { $team }
month-locked = { $locked ->
    [one] { $month }: { $locked } record locked
   *[other] { $month }: { $locked } records locked
}
month-left = { $count ->
    [one] { $count } record is left for somebody else: you wrote it, or two people decided differently.
   *[other] { $count } records are left for somebody else: you wrote them, or two people decided differently.
}
month-lock-text = { $count ->
    [one] { $count } approved record is locked. It is corrected after that only as an adjustment, with a reason.
   *[other] { $count } approved records are locked. They are corrected after that only as adjustments, with a reason.
}
lock-one-text = This closes { $month } of { $team }, not only this record. What is approved or corrected after it is counted as an adjustment beside the figures.
lock-one-undated = If this record has a date, this closes its month for { $team }, not only this record. What is approved or corrected after it is counted as an adjustment beside the figures.
month-still-open = { $count ->
    [one] { $count } record of this month is not decided. It counts later, as an adjustment.
   *[other] { $count } records of this month are not decided. They count later, as adjustments.
}
month-do = { $count ->
    [one] Lock { $count } record
   *[other] Lock { $count } records
}
