column-reference = Code
column-province = Province
column-district = District
column-author = Made by
column-women = Women
column-men = Men
column-girls = Girls
column-boys = Boys
column-changed = Last changed
column-chosen = Chosen
columns = Columns
filter-mine = Mine
place = Place
place-up = One level up
place-any = Any place
place-none = No record that you may see names a place here.
views = Views
view-opens = opens first
view-new = Keep this list as a view
view-update = Keep the list as it stands in { $name }
view-first = Open { $name } first
view-not-first = No longer open { $name } first
view-name = Rename { $name }
view-drop = Remove { $name }
view-drop-text = The records stay as they are; only the view goes.
view-drop-do = Remove the view
view-called = Name of the view
view-taken = There is a view of this name already.
view-what = Filters, words, order and columns are kept with it.
view-keep = Keep
chosen = chosen
not-chosen = not chosen
chosen-all = Choose all { $count } of the list
chosen-bar = Chosen records
chosen-count = { $count ->
    [one] { $count } record chosen
   *[other] { $count } records chosen
}
chosen-read = Read one after another
chosen-save = Save as a table (CSV)
chosen-save-book = Save as a workbook (XLSX)
chosen-saved = Saved as { $name }, as this list shows them.
chosen-save-other = Save otherwise
chosen-saved-points = { $count ->
    [one] Saved as { $name }. { $count } record has no point in it: it says no position, or one that may not go out.
   *[other] Saved as { $name }. { $count } records have no point in it: they say no position, or one that may not go out.
}
chosen-clear = Choose none
run = Chosen records, one after another
run-before = The one before
run-next = The next one
run-at = { $count } of { $total }
masked = masked
masked-some = { $count ->
    [one] One answer is masked. It is about a person.
   *[other] { $count } answers are masked. They are about a person.
}
masked-none-for-you = { $count ->
    [one] One answer is not shown to your role.
   *[other] { $count } answers are not shown to your role.
}
masked-barred = not shown to your role
reveal = Show
reveal-one = Show the answer to { $question }
reveal-all = Show the masked answers
reveal-told = Supervisors see that you had them shown, and when. The answers themselves are not written down there. They are masked again when you leave this record.
reveal-why = What do you need them for? (You may leave this empty.)
reveal-do = Show them
reveals = Masked answers that were shown on this laptop
reveal-shown = { $who } had shown: { $question }
reveal-corrected = { $who } saw all answers while correcting
reveal-exported = { $who } took guarded facts out in a table
reveal-everything = all masked answers
reveal-because = Reason: { $why }
timeline = What happened
timeline-new = Add a record
timeline-empty = Nothing is linked to this record yet
timeline-empty-text = Add a record here, and it is linked by itself.
timeline-empty-nothing = Records that name this one appear here, in the order in which things happened.
timeline-more = { $count ->
    [one] One more record is not listed here.
   *[other] { $count } more records are not listed here.
}
no-date = no date
