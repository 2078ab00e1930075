report = Report
report-pickers = What the report is about
report-put-together = Reports
report-indicators = Single indicators
report-indicator = { $id } · { $title }
report-by = Rows by
report-by-country = One row for all
report-by-province = Province
report-by-district = District
report-by-commune = Commune
report-by-village = Each village
report-by-project = Project
report-by-team = Team
report-by-month = Month
report-project-any = All projects
report-period-month = Month
report-period-quarter = Quarter
report-period-year = Year
report-period-days = Days of your own
report-earlier = Earlier
report-later = Later
report-about = { $from } to { $to }, { $teams }, as of { $moment }. Counted on this laptop.
report-closed = { $count ->
    [one] One month of it is closed.
   *[other] { $count } months of it are closed.
}
report-confidential = Confidential. Made by { $who }.
report-empty = Nothing was counted
report-empty-text = No approved record falls in this time and place. Choose another time, or look at what waits for review.
report-heading-split = { $title } · { $split }
report-source = { $id }, paragraph { $source }
report-whole = These records do not say their project: the figures are of all projects.
report-provisional = { $waiting ->
    [0] All { $all } records are approved.
    [one] One of { $all } records ({ $share } %) waits for approval and is not counted.
   *[other] { $waiting } of { $all } records ({ $share } %) wait for approval and are not counted.
}
report-row = Row
report-total = Total
report-before = The time before
report-year-before = A year before
report-waiting = Waiting for approval
report-adjustments = Added after the month was closed
report-chart = { $title }: { $count } bars. The largest is { $most } with { $value }, the smallest { $least } with { $small }. The table beside it has every figure.
report-chart-most = The { $count } largest of the table.
report-chart-all = As the table has it, the largest first.
report-give = Give out
report-giving = Writing…
report-given = { $name } is written.
report-save = Choose where
report-format = Kind of file
report-format-xlsx = Workbook (XLSX)
report-format-pdf = On paper (PDF)
report-format-csv = Table (CSV)
report-format-json = For programs (JSON)
report-format-geojson = Points for a map (GeoJSON)
report-recipient = For whom, outside the team
report-recipient-text = Leave it empty for a file that stays in the team. For others persons get other names, small numbers are hidden, and places and days are told less exactly. What was given out is written down.
report-what = What
report-what-report = This report
report-what-rows = Records, one row each
report-what-text = Of the time, place and project that are chosen for the report; approved records and those that wait, told apart.
report-with-waiting = With what waits for approval, which the file tells apart
report-in-words = Questions and answers in words instead of codes
rows-session = Education sessions
rows-media = Media
rows-material = Materials handed out
rows-kap = Knowledge questions
rows-hazard = Hazard reports
rows-accident = Accidents
rows-person = Persons under their codes
rows-assessment = Needs assessments
rows-need = Needs
rows-service = Services
rows-referral = Referrals
rows-follow-up = Follow-up visits
rows-life = How records were entered and reviewed
