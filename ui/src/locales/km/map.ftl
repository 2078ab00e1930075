map-none = បង្អួចនេះមិនអាចគូរផែនទីបានទេ៖ ផែនទីត្រូវការ WebGL 2 ដែលកម្មវិធីបញ្ជាក្រាហ្វិកមិនមាន។
map-closer = មើលឲ្យជិត
map-wider = មើលឲ្យទូលាយ
map-whole = បង្ហាញទាំងអស់
map-behind = ផែនទីក្រោមចំណុច
map-outlines = ព្រំប្រទល់ប្រទេស
map-outlines-by = ព្រំប្រទល់៖ Natural Earth។ វាមិនបញ្ជាក់អំពីស្ថានភាពព្រំដែនណាមួយទេ។
map-broken = មិនអាចអានផែនទីនេះបានទេ។ ព្រំប្រទល់ប្រទេសបង្ហាញជំនួស។
place-map-label = ផែនទីនៃទីតាំង
place-map-position = ទីតាំង
place-map-alone = បញ្ជីទីកន្លែងមិនប្រាប់ថាទីកន្លែងដែលបានដាក់ឈ្មោះនៅត្រង់ណាទេ។
aim-open = ជ្រើសលើផែនទី
aim-title = ទីតាំងលើផែនទី
aim-how = ដាក់ទីកន្លែងឲ្យនៅក្រោមសញ្ញាខ្វែង៖ អូសផែនទី ឬចុចលើទីកន្លែង ឬប្រើគ្រាប់ចុចព្រួញ (ចុច Shift ជាមួយ ដើម្បីរំកិលបន្តិចៗ)។ គ្រាប់បូក និងដក ធ្វើឲ្យជិត ឬទូលាយ។ Enter យកទីតាំងនោះ។
aim-label = ផែនទីសម្រាប់ជ្រើសទីតាំង។ គ្រាប់ចុចព្រួញរំកិលផែនទី គ្រាប់បូក និងដក ធ្វើឲ្យជិត ឬទូលាយ ហើយ Enter យកទីតាំងក្រោមសញ្ញាខ្វែង។
aim-at = ក្រោមសញ្ញាខ្វែង៖ { $point } ក្នុងប្រហែល { $count } ម៉ែត្រ
aim-far = សូមមើលឲ្យជិតជាងនេះ៖ នៅកម្រិតនេះ ទីតាំងអាចខុស { $count } ម៉ែត្រ។
aim-take = យកទីតាំងនេះ
aim-instead = សូមវាយទីតាំងក្នុងប្រអប់ជំនួសវិញ។
report-views = របៀបបង្ហាញរបាយការណ៍
report-view-tables = តារាង និងក្រាហ្វិក
report-view-map = ផែនទី
report-map-empty = គ្មានអ្វីត្រូវបង្ហាញលើផែនទី
report-map-empty-text = { $records ->
    [0] គ្មានកំណត់ត្រានៃរបាយការណ៍នេះក្នុងពេល និងទីកន្លែងនេះទេ។ សូមជ្រើសពេលផ្សេង ឬរបាយការណ៍ផ្សេង។
   *[other] មានកំណត់ត្រា { $records } ក្នុងពេល និងទីកន្លែងនេះ ប៉ុន្តែគ្មានមួយណាប្រាប់ទីតាំងទេ។
}
report-map-count = { $records ->
   *[other] កំណត់ត្រា { $points } ក្នុងចំណោម { $records } ប្រាប់ទីតាំង។
}
report-map-only-waiting = { $count ->
   *[other] គ្មានអ្វីដែលបានរាប់បញ្ចូលប្រាប់ទីតាំងទេ។ មានកំណត់ត្រា { $count } ដែលរង់ចាំការអនុម័តប្រាប់ទីតាំង។
}
report-map-with-waiting = បង្ហាញអ្វីដែលរង់ចាំការអនុម័តផងដែរ ({ $count })
report-map-counts = រាប់បញ្ចូលក្នុងរបាយការណ៍
report-map-waits = រង់ចាំការអនុម័ត
report-map-newest = បង្ហាញតែ { $count } ថ្មីបំផុត។
report-map-forms = ទម្រង់ទាំងអស់
report-map-of-form = { $form } (ចំនួន { $count })
report-map-label = ផែនទីនៃចំណុច { $points }។ បញ្ជីនៅក្បែរមានចំណុចទាំងអស់។
report-map-instead = បញ្ជីមានចំណុចទាំងអស់។
records-shown-as = របៀបបង្ហាញកំណត់ត្រា
records-as-list = បញ្ជី
records-as-map = ផែនទី
records-map-count = { $records ->
   *[other] កំណត់ត្រា { $points } ក្នុងចំណោម { $records } មានទីតាំងដែលអ្នកអាចមើលបាន។
}
records-map-none = { $records ->
   *[other] មានកំណត់ត្រា { $records } ដែលត្រូវនឹងការស្វែងរក ប៉ុន្តែគ្មានមួយណាមានទីតាំងដែលអ្នកអាចមើលបានទេ។
}
report-points = ចំណុច
report-points-all = { $count ->
   *[other] ចំណុច { $count }
}
report-points-chosen = { $count ->
   *[other] ចំណុច { $count } ដែលបានជ្រើសលើផែនទី
}
report-points-show-all = បង្ហាញទាំងអស់
report-points-more = បង្ហាញបន្ថែមក្នុងចំណោម { $count }
report-point-record = កំណត់ត្រា
report-point-place = ទីកន្លែង
report-point-people = ចំនួនមនុស្ស
report-point-state = ស្ថានភាព
report-point-on-map = លើផែនទី
report-point-find = បង្ហាញ { $record } លើផែនទី
report-format-gpkg = ចំណុចសម្រាប់កម្មវិធីផែនទី (GeoPackage)
report-compare = { $title } ប្រៀបធៀបនឹងពេលមុនៗ។ ជួរចុងក្រោយនៃតារាងមានតួលេខ។
report-compare-title = ប្រៀបធៀបនឹងពេលមុនៗ
report-compare-now = ពេលនេះ
settings-maps = ផែនទី
settings-maps-text = ផែនទីក្រោមចំណុចនៃរបាយការណ៍ ជាឯកសារ PMTiles។ វានៅក្នុងកុំព្យូទ័រនេះ ហើយមិនត្រូវការបណ្តាញទេ។
settings-map-import = បន្ថែមផែនទី
settings-map-copying = កំពុងចម្លងផែនទី…
settings-map-kept = { $name } បានរក្សាទុកក្នុងកុំព្យូទ័រនេះ។
settings-maps-none = មិនទាន់មានផែនទីបន្ថែមទេ
settings-maps-none-text = ចំណុចបង្ហាញលើព្រំប្រទល់ប្រទេស។ ឯកសារ PMTiles នៃតំបន់របស់អ្នកបង្ហាញផ្លូវ និងភូមិផងដែរ។ ការិយាល័យបង្កើតវានៅកន្លែងមានអ៊ីនធឺណិត។
settings-map-vector = បន្ទាត់ និងផ្ទៃ { $size } កម្រិត { $from } ដល់ { $to }
settings-map-raster = រូបភាព { $size } កម្រិត { $from } ដល់ { $to }
settings-map-unusable = មិនអាចអានឯកសារនេះទៀតទេ។ សូមលុបវា ហើយបន្ថែមម្តងទៀត។
settings-map-remove = លុប
settings-map-remove-title = លុប { $name }
settings-map-remove-text = ច្បាប់ចម្លងក្នុងកុំព្យូទ័រនេះនឹងត្រូវលុប។ គ្មានកំណត់ត្រាណាផ្លាស់ប្តូរទេ។
settings-map-removed = { $name } បានលុប។
