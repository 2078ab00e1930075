sync-now = Send and fetch now
sync-busy = Talking with the centre
sync-go-on = You can go on working. What you make meanwhile goes with the next sync.
sync-waiting = { $count ->
    [one] { $count } record is not confirmed yet, about { $bytes } to send.
   *[other] { $count } records are not confirmed yet, about { $bytes } to send.
}
sync-all-confirmed = The centre has confirmed everything.
sync-nothing-yet = There is nothing to send yet.
sync-trial = This programme is only for trying. It has no centre.
sync-trial-title = Nothing leaves this laptop
sync-trial-text = When you join a programme, the roads to its centre appear here: what was sent, what arrived, and the receipts.
road-internet = Internet
road-hub = Hub
road-usb = USB stick
road-other = Another road
road-by-itself = Send and fetch without being asked
road-by-itself-off = Off: records wait on this laptop until somebody presses “Send and fetch now”.
road-last = The centre last answered { $when }.
road-never = The centre has not answered yet.
road-waits = There is no connection now. Everything waits safely on this laptop.
clock-off = { $hours ->
    [one] This laptop's clock differs from the centre's by { $hours } hour. Please set it right.
   *[other] This laptop's clock differs from the centre's by { $hours } hours. Please set it right.
}
batches = Batches
batches-empty = No batch yet
batches-empty-text = Each sync leaves a line here, with the receipt of the centre.
sync-files-waiting = { $count ->
    [one] Every record is confirmed. { $count } photo or scan ({ $bytes }) is still to be sent.
   *[other] Every record is confirmed. { $count } photos and scans ({ $bytes }) are still to be sent.
}
road-holds-files = Text first: hold photos and scans back until I send them
road-holds-files-on = Photos and scans stay here when records are sent and fetched. They go when you press “Send photos now”, and over a hub or a stick.
sync-files-now = Send photos now
sync-waiting-both = { $count ->
    [one] { $count } record (about { $bytes })
   *[other] { $count } records (about { $bytes })
} and { $files ->
    [one] { $files } photo or scan ({ $filebytes })
   *[other] { $files } photos and scans ({ $filebytes })
} are not confirmed yet.
road-files = Fetch photos and scans of colleagues too, after the records
road-files-absent = { $count ->
    [one] { $count } photo or scan of colleagues is not on this laptop.
   *[other] { $count } photos and scans of colleagues are not on this laptop.
}
road-files-absent-size = Fetching takes { $bytes }.
road-files-absent-some = Fetching takes { $bytes } and more: the size of { $unknown } is not known.
road-files-absent-unknown = How much data fetching takes is not known yet.
batch-files = { $count ->
    [one] { $count } photo or scan
   *[other] { $count } photos and scans
}
batch-when = When
batch-road = Road
batch-records = Records
batch-sent = Sent
batch-received = Received
batch-data = Data
batch-data-what = Data counts what was sent and received, without the overhead of the network.
batch-data-apart = { $up } up, { $down } down
batch-state = State
batch-receipt = receipt
batch-broken = cut, goes on next time
batch-open = open
batch-nothing = nothing to confirm
bytes = { $value } B
kilobytes = { $value } KB
megabytes = { $value } MB
sync-set-aside = Something that the centre holds ({ $count }) cannot be read or trusted on this laptop, and is not in its lists. It is looked at again with the next list of laptops or a newer Sala. If this stays, tell your coordinator.
needs-you = Needs you
needs-you-more = { $count ->
    [one] And { $count } more conflict: it comes up here when these are settled.
   *[other] And { $count } more conflicts: they come up here when these are settled.
}
refused-line = The centre did not take: { $title }
too-large-line = Too large for the line: { $title }
refused-kept = It is kept here. { $when }
marked-line = The centre has marked: { $title }
refused-seen = Seen, nothing to do
refused-detail = For support: { $code }, { $detail }
refused-part = The centre could not read what was sent. It is asked again each day. If it stays, tell your support.
refused-too-large = Something on the way to the centre takes only smaller messages. What comes after it has gone on. Use another network and press “Send and fetch now”, or take it on a stick. It is also tried again each day.
refused-team = The centre does not let this laptop write to that team. Ask who runs the programme. When you are in the team again, it goes by itself.
refused-seal = The centre does not know the laptop that made this, or has shut it out. Ask who runs the programme. When it is let in again, this goes by itself.
refused-twice = This laptop was set back to an old copy and has counted again. The centre has both. Look at the record and see that nothing is missing.
refused-author = For the centre, whoever wrote this is not in the team on this laptop. Somebody who is in the team should look at it and save it again, or decide on it.
refused-role = The decision does not count: the centre has given its maker another role, or that role may not decide this. Somebody who may should decide.
refused-decision = The centre could not read the decision. Decide again.
refused-state = The decision does not count: the record was no longer where it could be decided so. Look at it and decide again.
refused-own-record = The decision does not count: nobody decides on a record that they wrote. A colleague should decide.
refused-blind = The decision does not count: it was made before all answers were here. Look at the record and decide again.
refused-comment = The decision does not count: it needs a comment. Decide again and say why.
refused-reason = The decision does not count: it needs a reason. Decide again and give it.
refused-other = The centre has something against this that this program has no words for.
week-captured = Captured
week-approved = Approved
