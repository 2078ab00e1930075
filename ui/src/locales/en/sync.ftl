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
road-files = Fetch photos and scans of colleagues too, after the records
road-files-absent = { $count ->
    [one] { $count } photo or scan of colleagues is not on this laptop.
   *[other] { $count } photos and scans of colleagues are not on this laptop.
}
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
batch-state = State
batch-receipt = receipt
batch-broken = cut, goes on next time
batch-open = open
batch-nothing = nothing to confirm
bytes = { $value } B
kilobytes = { $value } KB
megabytes = { $value } MB
needs-you = Needs you
refused-line = The centre did not take: { $title }
refused-kept = It is kept here. { $when }
