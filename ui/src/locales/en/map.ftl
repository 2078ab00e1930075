map-none = This window cannot draw maps: they need WebGL 2, which its graphics driver does not have.
map-closer = Closer
map-wider = Wider
map-whole = Show everything
map-behind = Map behind the points
map-outlines = Outlines of countries
map-outlines-by = Outlines: Natural Earth. They say nothing about the status of a border.
map-broken = This map cannot be read. The outlines stand in for it.
place-map-label = Map of the position
place-map-position = Position
place-map-alone = The list of places does not say where the named place is.
aim-open = Pick on the map
aim-title = Position on the map
aim-how = Bring the place under the cross: drag the map or press on the place, or move it with the arrow keys, a little at a time with Shift. Plus and minus bring it closer or wider. Enter takes the position.
aim-label = Map to pick a position. The arrow keys move it, plus and minus bring it closer or wider, Enter takes what is under the cross.
aim-at = Under the cross: { $point }, within about { $count } m
aim-far = Come closer: here the position could be { $count } m off.
aim-take = Take this position
aim-instead = Type the position into its box instead.
report-views = How the report is shown
report-view-tables = Tables and charts
report-view-map = Map
report-map-empty = Nothing to show on a map
report-map-empty-text = { $records ->
    [0] No record of this report falls in this time and place. Choose another time or another report.
    [one] One record falls in this time and place. It does not say where it was.
   *[other] { $records } records fall in this time and place. None of them says where it was.
}
report-map-count = { $records ->
    [one] { $points } of one record says where it was.
   *[other] { $points } of { $records } records say where they were.
}
report-map-only-waiting = { $count ->
    [one] Nothing that counts says where it was. One record that waits for approval does.
   *[other] Nothing that counts says where it was. { $count } records that wait for approval do.
}
report-map-with-waiting = Show what waits for approval too ({ $count })
report-map-counts = Counts in reports
report-map-waits = Waits for approval
report-map-newest = The { $count } newest are shown.
report-map-forms = All forms
report-map-of-form = { $form } ({ $count })
report-map-label = Map of { $points } points. The list beside it has every one.
report-map-instead = The list has every point.
records-shown-as = How the records are shown
records-as-list = List
records-as-map = Map
records-map-count = { $records ->
    [one] { $points } of one record has a position that you may see.
   *[other] { $points } of { $records } records have a position that you may see.
}
records-map-none = { $records ->
    [one] One record fits. It has no position that you may see.
   *[other] { $records } records fit. None of them has a position that you may see.
}
report-points = Points
report-points-all = { $count ->
    [one] One point
   *[other] { $count } points
}
report-points-chosen = { $count ->
    [one] One point, chosen on the map
   *[other] { $count } points, chosen on the map
}
report-points-show-all = Show all
report-points-more = Show more of { $count }
report-point-record = Record
report-point-place = Place
report-point-people = People
report-point-state = State
report-point-on-map = On the map
report-point-find = Show { $record } on the map
report-format-gpkg = Points for map programs (GeoPackage)
report-compare = { $title }, compared with earlier times. The last rows of the table have the figures.
report-compare-title = Compared with earlier times
report-compare-now = This time
settings-maps = Maps
settings-maps-text = Maps that stand behind the points of reports, as PMTiles files. They stay on this laptop and need no network.
settings-map-import = Add a map
settings-map-copying = Copying the map…
settings-map-kept = { $name } is kept on this laptop.
settings-maps-none = No map was added
settings-maps-none-text = Points are shown on outlines of countries. A PMTiles file of your area shows roads and villages too. The office makes one where there is internet.
settings-map-vector = Lines and areas, { $size }, levels { $from } to { $to }
settings-map-raster = Pictures, { $size }, levels { $from } to { $to }
settings-map-unusable = This file can no longer be read. Remove it and add it again.
settings-map-remove = Remove
settings-map-remove-title = Remove { $name }
settings-map-remove-text = The copy on this laptop is deleted. No record changes.
settings-map-removed = { $name } is removed.
