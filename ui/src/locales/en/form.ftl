finish = Finish
finish-hint = Finishing hands the record to review. It stays on this laptop until the centre confirms it.
finished = The record is finished. It is on this laptop and waits for the next sync.
finished-see = See it
saved = Saved on this laptop { $time }
saving = Saving
saved-failed = Not saved yet. It is kept here and tried again.
undo = Undo
redo = Redo
keys = Keys
discard = Put this draft aside
discard-correction = Drop this correction
discarded = The draft is put aside.
repeat-last = Repeat last entry
form-version = { $team }, form version { $version }
form-newer-version = A newer version of this form is installed. This draft keeps its own.
sections = Sections
section-empty = not started
section-partial = begun
section-done = done
section-problem = something to look at
required = needed
reviewer-says = The reviewer says:
comment-general = { $by }: { $text }
today = Today
yesterday = Yesterday
date-shape = DD/MM/YYYY
time-shape = HH:MM
moment-shape = DD/MM/YYYY HH:MM
point-shape = 13.09572, 103.20219
acknowledge = Yes, I agree
choose = Choose
choose-type = Type a part of the name, or its code
choose-filter = Type to find among these
choices = Choices
choices-none = Nothing fits. Try fewer letters.
choices-more = { $shown } of { $all } shown. Type more letters.
q-file-later = Photos and files cannot be added in this version.
sadd-title = People who took part
sadd-hint = Count heads first, then the groups. Digits and Tab are enough.
sadd-all = All
sadd-disability = With disability
sadd-cell = { $group }, { $row }
sadd-mismatch = The groups make { $made } and you counted { $counted }. Correct one of them.
sum = Sum
total-counted = Total counted
repeat-add = Add another
repeat-add-first = Add
repeat-remove = Remove number { $number }
repeat-number = Number
repeat-cell = { $question }, number { $number }
repeat-instance = Number { $number }
in-the-way = { $count ->
    [one] { $count } question stands in the way
   *[other] { $count } questions stand in the way
}
nothing-in-the-way = Nothing stands in the way any more
in-the-way-solved = { $count ->
    [one] { $count } is done.
   *[other] { $count } are done.
}
key-next = Next question
key-previous = Question before
key-choose = Choose, or take the choice back
key-among = Move among the choices
key-clear = Clear a choice
key-next-section = Next section
key-previous-section = Section before
