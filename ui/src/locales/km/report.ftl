report = របាយការណ៍
report-pickers = អំពីរបាយការណ៍
report-put-together = របាយការណ៍
report-indicators = សូចនាករនីមួយៗ
report-indicator = { $id } · { $title }
report-by = ជួរតាម
report-by-country = មួយជួរសម្រាប់ទាំងអស់
report-by-province = ខេត្ត
report-by-district = ស្រុក
report-by-commune = ឃុំ
report-by-village = ភូមិ
report-by-project = គម្រោង
report-by-team = ក្រុម
report-by-month = ខែ
report-project-any = គម្រោងទាំងអស់
report-period-month = ខែ
report-period-quarter = ត្រីមាស
report-period-year = ឆ្នាំ
report-period-days = ថ្ងៃតាមចិត្ត
report-earlier = មុន
report-later = ក្រោយ
report-about = ពី { $from } ដល់ { $to }, { $teams }, គិតត្រឹម { $moment }។ បានរាប់នៅលើកុំព្យូទ័រនេះ។
report-closed = { $count ->
   *[other] { $count } ខែត្រូវបានបិទ។
}
report-confidential = សម្ងាត់។ ធ្វើដោយ { $who }។
report-empty = គ្មានអ្វីត្រូវបានរាប់
report-empty-text = គ្មានកំណត់ត្រាដែលបានអនុម័តក្នុងពេល និងទីកន្លែងនេះទេ។ សូមជ្រើសពេលផ្សេង ឬមើលអ្វីដែលកំពុងរង់ចាំការពិនិត្យ។
report-heading-split = { $title } · { $split }
report-source = { $id }, កថាខណ្ឌ { $source }
report-whole = កំណត់ត្រាទាំងនេះមិនបញ្ជាក់គម្រោងទេ៖ តួលេខនេះគឺសម្រាប់គម្រោងទាំងអស់។
report-provisional = { $waiting ->
    [0] កំណត់ត្រាទាំង { $all } បានអនុម័តហើយ។
   *[other] កំណត់ត្រា { $waiting } ក្នុងចំណោម { $all } ({ $share } %) កំពុងរង់ចាំការអនុម័ត ហើយមិនទាន់រាប់ទេ។
}
report-row = ជួរ
report-total = សរុប
report-before = រយៈពេលមុន
report-year-before = មួយឆ្នាំមុន
report-waiting = កំពុងរង់ចាំការអនុម័ត
report-adjustments = បានបន្ថែមក្រោយពេលបិទខែ
report-chart = { $title }៖ { $count } របារ។ ធំជាងគេគឺ { $most } មាន { $value } តូចជាងគេគឺ { $least } មាន { $small }។ តារាងនៅក្បែរមានតួលេខទាំងអស់។
report-chart-most = { $count } ជួរធំជាងគេក្នុងតារាង។
report-chart-all = ដូចក្នុងតារាង ធំជាងគេនៅមុន។
report-give = ចេញជាឯកសារ
report-giving = កំពុងសរសេរ…
report-given = បានសរសេរ { $name }។
report-save = ជ្រើសកន្លែងរក្សាទុក
report-format = ប្រភេទឯកសារ
report-format-xlsx = សៀវភៅការងារ (XLSX)
report-format-pdf = លើក្រដាស (PDF)
report-format-csv = តារាង (CSV)
report-format-json = សម្រាប់កម្មវិធី (JSON)
report-format-geojson = ចំណុចសម្រាប់ផែនទី (GeoJSON)
report-recipient = សម្រាប់អ្នកណា ក្រៅក្រុម
report-recipient-text = ទុកទទេសម្រាប់ឯកសារដែលនៅក្នុងក្រុម។ សម្រាប់អ្នកដទៃ បុគ្គលទទួលឈ្មោះផ្សេង ចំនួនតូចត្រូវលាក់ ហើយទីកន្លែង និងថ្ងៃប្រាប់មិនលម្អិត។ អ្វីដែលបានចេញត្រូវកត់ត្រាទុក។
