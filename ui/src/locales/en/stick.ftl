stick-what = For days without a network. What is written is sealed: only the reader that you choose can open it.
stick-waiting = { $records ->
    [one] { $records } record and { $files } photos or scans are not confirmed, about { $bytes }.
   *[other] { $records } records and { $files } photos or scans are not confirmed, about { $bytes }.
}
stick-nothing = Everything here is confirmed. A stick can still ask the centre for what is new.
stick-unanswered = { $count ->
    [one] { $count } stick has no answer from the centre yet.
   *[other] { $count } sticks have no answer from the centre yet.
}
stick-write = Write a stick
stick-read = Read a stick
stick-for = Who will read it
stick-for-centre = The centre
stick-for-laptop = The laptop of { $people }
stick-for-words = Whoever has a passphrase
stick-words = Passphrase of this stick
stick-words-hint = Tell it to the reader some other way. Never write it on the stick.
stick-whole = Everything, not only what the centre has not confirmed
stick-files = Photos and scans too
stick-pieces = Size of a file
stick-pieces-one = One file, however large
stick-pieces-of = Several files of at most { $bytes }
stick-choose-folder = Choose a folder and write
stick-writing = Writing. Leave the stick in.
stick-progress = How far the stick is
stick-share = { $share } % done
stick-written = { $records ->
    [one] { $records } record and { $files } photos or scans are handed over, { $bytes }.
   *[other] { $records } records and { $files } photos or scans are handed over, { $bytes }.
}
stick-written-centre = They count as confirmed when the centre's answer is back, on a stick or over the internet.
stick-written-other = The centre does not have them by that. They stay handed over until the centre confirms them.
stick-left = { $records ->
    [one] { $records } record and { $files } photos or scans are not written yet, about { $bytes }.
   *[other] { $records } records and { $files } photos or scans are not written yet, about { $bytes }.
}
stick-left-full = This stick is full.
stick-left-stopped = Writing was stopped.
stick-left-gone = The stick cannot be written any more. Perhaps it was pulled out.
stick-left-other = Writing came to an end before everything was written.
stick-left-how = The files above are whole and handed over. Only what is left goes onto the other stick. If you lock or close Sala before that, write a new stick instead. Nothing is lost.
stick-go-on = Continue on another stick
stick-stopped = Stopped. No file was written, and nothing was handed over.
stick-one-full = Everything was to go into one file, and it does not fit here. Choose several files as the size of a file. Then what does not fit goes onto another stick.
stick-choose = Choose the files
stick-reading = Reading. Leave the stick in.
stick-empty = Nothing is on this stick
stick-empty-text = Files of Sala end in “.sala”. Choose another folder or another stick.
stick-from = From { $people }, written { $when }
stick-from-centre = From the centre, written { $when }
stick-new = { $count ->
    [one] { $count } change is new, { $known } are here already.
   *[other] { $count } changes are new, { $known } are here already.
}
stick-teams = Teams: { $teams }
stick-receipts = { $count ->
    [one] With { $count } receipt for what this laptop handed over.
   *[other] With { $count } receipts for what this laptop handed over.
}
stick-outside = What belongs to teams that nobody here is in is left out.
stick-untrusted = Something on it cannot be trusted, and stays on the stick. Keep the stick, and tell your coordinator.
stick-newer = { $count ->
    [one] { $count } part of it was written by a newer Sala, and stays on the stick. Keep the stick, install the newer Sala here, and read it again.
   *[other] { $count } parts of it were written by a newer Sala, and stay on the stick. Keep the stick, install the newer Sala here, and read it again.
}
stick-missing = Not there: file { $pieces }. The others can be taken.
stick-missing-open = Not there: file { $pieces } and any after it. The others can be taken.
stick-open = Open with the passphrase
stick-take = Take what is on it
stick-answer = Write an answer for { $people }
stick-took = { $count ->
    [one] { $count } change is new on this laptop.
   *[other] { $count } changes are new on this laptop.
}
stick-took-receipts = { $count ->
    [one] The centre has confirmed { $count } change of this laptop.
   *[other] The centre has confirmed { $count } changes of this laptop.
}
stick-took-nothing = Nothing on it was new. Nothing was changed.
stick-compared-equal = Compared with the centre: nothing is missing there or here.
stick-compared-lost = { $count ->
    [one] The centre lacks { $count } change that it had confirmed. It goes along with the next stick.
   *[other] The centre lacks { $count } changes that it had confirmed. They go along with the next stick.
}
stick-compared-unread = Something that the centre holds did not arrive here. The next stick asks for it.
stick-compared-set-apart = Compared with the centre: all is the same, but for what this laptop cannot read or trust.
stick-compared-not-taken = Compared with the centre: all is the same, but for what the centre has not taken. It waits here.
batch-handed = handed over
pill-handed = { $waiting } handed over, not confirmed yet
fault-stick-cut = This file ends too early: it was not copied whole, or the stick was pulled out. Nothing of it was taken. Copy it again.
fault-stick-damaged = This file is not as it was written. Nothing of it was taken. Copy it again from the laptop that wrote it.
fault-stick-not-for-us = This file is not for this laptop, or is no file of Sala. Nothing was taken. Whoever it is sealed for can read it.
fault-stick-passphrase = This file is sealed with a passphrase. Ask for it from whoever wrote the stick. Nothing was taken yet.
fault-stick-barred = This stick was written by a laptop that the programme does not know or has barred. Nothing of it was taken. Keep the stick, and speak with your coordinator.
fault-stick-small = A photo or a bundle of records is larger than one file may be. Nothing was written. Choose larger files.
