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
review-corrected = What was corrected since it was returned
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
refusal-blind = The decision was made without seeing the newest version.
refusal-other = You cannot decide on this record now.
reason = Reason
reason-for = Why? The reason stays in the history of { $title }.
return-text = { $who } will see your words beside the question.
the-team = The team
return-choose = Choose the question
return-words = What should be looked at?
return-words-hint = For example: the groups make 36, the total says 38. Which is right?
return-add = Add another comment
return-do = { $count ->
    [0] Return
    [one] Return with { $count } comment
   *[other] Return with { $count } comments
}
return-needs = A return needs at least one comment on a question, so that it can be fixed without asking back.
comment-at = Return with a comment on { $question }
comment-remove = Remove the comment on { $question }
bulk-verify = Verify { $count } clean records
bulk-verify-text = In these { $count } records no rule found anything, and none is your own. Each one gets its own line in the history.
bulk-verify-do = Verify them
bulk-verify-progress = { $done } of { $count } done, { $left } left as they were
