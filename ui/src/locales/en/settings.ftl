settings-title = Settings
settings-look = Language and look
settings-people = People on this laptop
settings-people-text = Each of them opens this laptop with a passphrase of their own.
settings-people-caption = Who may open this laptop, with role and teams
settings-name = Name
settings-role = Role
settings-me = you
settings-left = has left the programme
settings-lock = Locking
settings-lock-after = Lock when nobody has touched the laptop for
settings-lock-text = Drafts stay exactly as they are. Whoever comes next unlocks with their own passphrase.
settings-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
settings-places = Lists of places
settings-places-text = Provinces, districts, communes and villages, as the national office publishes them. A new list retires what is no longer in it; old records stay readable.
settings-places-import = Import a list
settings-places-importing = Importing the list. You can go on working.
settings-places-imported = { $list }, version { $version }: { $places } places, { $added } new, { $changed } changed, { $retired } no longer listed.
settings-places-same = This list was here already: { $list }, version { $version }.
settings-places-none = No list of places yet
settings-places-none-text = Import the list of your country, a table with codes and names.
settings-places-list = List
settings-places-version = Version
settings-places-count = Places
settings-places-when = Imported
settings-places-file = File
settings-in-use = in use
settings-places-try = Try the search
settings-places-hint = A name in any script, or a code
settings-places-found = { $total ->
    [0] No place is found
    [one] One place is found
   *[other] { $shown } of { $total } places
}
settings-place-former = as it was listed before
settings-place-retired = no longer listed
settings-place-replaced = now { $code }
settings-pictures = Photos and scans
settings-pictures-text = Pictures are made smaller when they are attached, so that they travel over a weak line. A form may ask for smaller ones.
settings-pictures-side = Longest side of a picture
settings-pictures-dots = { $count ->
    [one] { $count } dot
   *[other] { $count } dots
}
settings-pictures-now = Pictures are kept with at most { $count } dots on their longest side.
settings-backup = Backup and restore
settings-backup-text = A backup is one encrypted file with every record and draft. Keep it apart from the laptop. It opens with a passphrase of this laptop, or with its recovery sheet.
settings-restore-text = To restore one, start Sala on a laptop that is not set up yet and choose “Restore from a backup”.
settings-check = Check and support
settings-check-text = When something is odd, run the check and copy its lines for support. They hold no personal data.
settings-check-copy = Copy for support
settings-about = About Sala
settings-version = Version { $version }
settings-system = System: { $system }
settings-licence = Sala is free software. You may use, share and change it under the Apache 2.0 or the MIT licence.
settings-parts = Built with the work of others
settings-parts-caption = Parts of this program and their licences
settings-part = Part
settings-part-licence = Licence
targets = Targets of projects
targets-text = How much donors ask of each project in a time. The donor sheet sets them beside what was achieved. They come from a table with the columns project, indicator, from, to and target, and stay on this laptop.
targets-import = Import targets
targets-set = { $count ->
    [one] One target is in place.
   *[other] { $count } targets are in place.
}
targets-none = No targets yet
targets-none-text = Without them the donor sheet tells what was achieved, and no share.
targets-what = Indicator and time
targets-target = Target
given = What was given out
given-text = Files that were made of records on this laptop, and masked answers that somebody had shown. Each is written down before the file or the answer is there. No answer stands in it.
given-files = Files
given-seen = Masked answers that were shown
given-none = Nothing was given out
given-none-text = Reports, lists and records that somebody takes out as a file stand here.
given-seen-none = Nobody had masked answers shown
given-seen-none-text = Whoever has one shown, corrects a record with one or takes one out stands here.
given-all = Show all { $count }
given-when = When
given-who = Who
given-what = What
given-filter = Narrowed to
given-period = { $from } to { $to }
given-by = by { $what }
given-in = in { $place }
given-project = project { $project }
given-waiting = with what waits for approval
given-names-programme = records under the names of the programme
given-names-laptop = records under names of this laptop alone
given-teams = teams { $teams }
given-columns = columns { $columns }
given-rows = Rows
given-whom = For whom
given-team = The team
given-list = Table of chosen records
given-records = Records of all forms
given-records-of = Records of the form { $form }
given-record = Open the record
