records-title = Records
records-count = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
records-find = Find in records
records-empty = No records yet
records-empty-text = What you finish, and what arrives from your team, is listed here.
records-no-match = No record fits
records-no-match-text = Take away a filter or use fewer words.
record-open = Open the record
record-beside = The chosen record
record-none = No record is chosen
record-none-text = Choose a row to see its answers here.
record-version = Form version { $version }
column-date = Date
column-what = Record
column-people = People
column-state = State
form = Form
filter-review = Review state
filter-delivery = Delivery
filter-problems = With problems
filter-conflicts = With conflicts
filter-every = All
filter-chosen = { $name }: { $value }
filters-clear = Clear filters
period = Period
period-this-month = This month
period-last-month = Last month
period-first-day = From
period-last-day = To
period-any = Any time
period-between = { $from } to { $to }
period-from = From { $from }
period-to = To { $to }
review-draft = draft
review-submitted = submitted
review-returned = returned
review-verified = verified
review-approved = approved
review-locked = locked
review-rejected = rejected
review-withdrawn = withdrawn
review-unknown = unknown
delivery-laptop = on this laptop
delivery-handed = handed over
delivery-confirmed = confirmed
delivery-unknown = unknown
problems = Problems
problems-none = clean
problems-count = { $count ->
    [one] { $count } problem
   *[other] { $count } problems
}
severity-error = must be fixed
severity-warning = please check
severity-explained = explained
severity-info = for information
reason-of-rule = Said when rule { $rule } asked why:
conflict = conflict
conflict-title = { $count ->
    [one] Two people changed the same answer
   *[other] Two people changed the same { $count } answers
}
conflict-text = Both versions are kept. Until somebody settles it, every laptop shows the same one.
conflict-settle = Settle
conflict-base = Before
conflict-ours = Shown now
conflict-theirs = The other
conflict-line = Two people changed { $title }
question = Question
answers = Answers
no-answer = no answer
class-p1 = internal
class-p2 = personal
class-p3 = sensitive
edit = Correct
edit-continue = Continue the correction
history = History
did-create = { $who } wrote the record
did-change = { $changes ->
    [0] { $who } saved it again without a change
    [one] { $who } changed one answer
   *[other] { $who } changed { $changes } answers
}
did-erase = { $who } erased answers on a person's request
did-submit = { $who } submitted it
did-return = { $who } returned it
did-verify = { $who } verified it
did-approve = { $who } approved it
did-reject = { $who } rejected it
did-reopen = { $who } reopened it
did-lock = { $who } locked it
did-withdraw = { $who } withdrew it
did-other = { $who } decided on it
decision-ignored = This decision does not count: { $reason }
see-changes = What changed
compare = Compare two versions
compare-from = From
compare-to = To
save-option = { $when }, { $who }
diff-none = These two are the same.
diff-old = before:
diff-new = now:
receipts = Receipts
receipts-none = The centre has not confirmed this record yet. It is safe on this laptop.
receipts-trial = A trial programme has no centre, so there are no receipts.
receipt-line = { $count ->
    [one] { $count } revision, signed by the centre { $when }
   *[other] { $count } revisions, signed by the centre { $when }
}
receipt-line-files = { $count ->
    [one] { $count } photo or scan, signed by the centre { $when }
   *[other] { $count } photos and scans, signed by the centre { $when }
}
receipt-verified = the signature is right
receipt-unverified = the signature is not checked
receipt-check = Check
receipt-checked-now = Checked just now on this laptop.
role-field = Field
role-va = Victim assistance
role-coordinator = Coordinator
role-supervisor = Supervisor
role-admin = Administrator
role-other = Other role
import-open = Import a table
import-title = Import a table
import-what = Rows of a spreadsheet or of another program become records. First you see what would happen; nothing is written before you say so.
import-table = Choose the table
import-mapping = Choose the mapping
import-no-file = no file chosen
import-columns = What the columns are
import-mapped = A mapping file says it
import-as = Questions of { $form }
import-running = { $total ->
    [0] Reading the table
   *[other] { $done } of { $total } rows
}
import-would = { $count ->
    [0] { $rows } rows were read; none would become a new record.
    [one] { $rows } rows were read; one record would be made.
   *[other] { $rows } rows were read; { $count } records would be made.
}
import-done = { $count ->
    [0] { $rows } rows were read; no record was made.
    [one] { $rows } rows were read; one record was made.
   *[other] { $rows } rows were read; { $count } records were made.
}
import-known = { $count ->
    [one] One record is here already and stays as it is.
   *[other] { $count } records are here already and stay as they are.
}
import-joined = { $count ->
    [one] One row speaks of a record that an earlier row makes.
   *[other] { $count } rows speak of records that earlier rows make.
}
import-rejected = { $count ->
    [one] One row does not fit and is left out.
   *[other] { $count } rows do not fit and are left out.
}
import-rejected-rows = Rows that do not fit
import-row = Row { $row }, { $column }
import-stopped = It was stopped. What was made stays; import the same table again to go on.
import-go = { $count ->
    [one] Import one record
   *[other] Import { $count } records
}
import-go-none = Import
import-save-rejected = Save the list
import-saved-as = Saved as { $name }
file-open = Show it large: { $question }
file-of = Picture: { $question }
file-loading = The picture is fetched.
file-picture = Picture, { $width } × { $height } dots, { $size } kB
file-picture-plain = Picture, { $size } kB
file-document = PDF document, { $size } kB
file-waits = { $words } · only on this laptop
file-elsewhere = This file is not on this laptop.
file-show = Show the picture
file-save = Save a copy
did-take-back = { $who } took the decision back
