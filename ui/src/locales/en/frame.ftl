app-name = Sala
window-title = Sala, { $programme }
entrance-line = Field records that stay with you, with or without a connection.
skip-to-content = Skip to the content
nav-label = Screens
nav-home = Home
nav-records = Records
nav-review = Review
nav-review-waiting = { $count ->
    [one] { $count } record waits
   *[other] { $count } records wait
}
nav-sync = Sync
nav-reports = Reports
nav-forms = Forms
nav-settings = Settings
rail-offline-first = Everything is saved on this laptop first.
rail-trial = A trial programme. Nothing leaves this laptop.
no-team = All teams
search = Search
search-hint = Search records, forms, actions
search-results = Results
search-nothing = Nothing is found for “{ $words }”. Try fewer letters, or a code.
palette-new = New: { $form }
palette-form = Form
palette-screen = Screen
palette-action = Action
pill-spoken = Where your work is: { $words }. Open Sync.
pill-trial = Trial, only on this laptop
pill-sending = Sending { $done } of { $total }
pill-offline = Offline
pill-offline-waiting = Offline, { $waiting } on this laptop
pill-full = Centre's disk full
pill-full-waiting = Centre's disk full, { $waiting } on this laptop
pill-busy = Centre busy
pill-busy-waiting = Centre busy, { $waiting } on this laptop
pill-waiting = { $days ->
    [0] { $waiting } on this laptop
    [one] { $waiting } on this laptop, oldest { $days } day
   *[other] { $waiting } on this laptop, oldest { $days } days
}
pill-confirmed = All confirmed
pill-confirmed-at = All confirmed { $day } { $time }
pill-confirmed-today = All confirmed { $time }
pill-files = { $count ->
    [one] { $count } photo or scan to send
   *[other] { $count } photos and scans to send
}
pill-empty = No records yet
pill-needs = { $count ->
    [one] { $count } needs you
   *[other] { $count } need you
}
person-menu-label = { $name }: language, look and this laptop
language = Language
theme = Colours
theme-system = Like the computer
theme-light = Light
theme-dark = Dark
theme-contrast = High contrast
text-size = Text size
text-smaller = Smaller text
text-larger = Larger text
per-cent = { $value } %
person-add = Add a person to this laptop
person-add-text = The new person brings an invitation from the centre and chooses a passphrase of their own. You stay signed in.
person-add-do = Add this person
person-added = The person can now unlock this laptop.
passphrase-change = Change my passphrase
passphrase-changed = Your passphrase is changed. The old one no longer opens this laptop.
passphrase-change-do = Change the passphrase
backup = Save a backup
backup-written = The backup is written: { $name }
doctor = Check this laptop
doctor-clean = Everything is as it should be.
doctor-found = Something needs attention. Save a backup, then send these lines to support.
lock = Lock
loading = Loading
working = One moment
close = Close
cancel = Cancel
back = Back
try-again = Try again
copy-details = Copy details
copied = Copied
