greeting-morning = អរុណសួស្តី { $name }
greeting-afternoon = ទិវាសួស្តី { $name }
greeting-evening = សាយណ្ហសួស្តី { $name }
home-day = { $today ->
    [0] { $weekday } { $day }។ មិនទាន់មានកំណត់ត្រាសម្រាប់ថ្ងៃនេះទេ ហើយមាន { $week } ក្នុងប្រាំពីរថ្ងៃចុងក្រោយ។
   *[other] { $weekday } { $day }។ កំណត់ត្រា { $today } សម្រាប់ថ្ងៃនេះ និង { $week } ក្នុងប្រាំពីរថ្ងៃចុងក្រោយ។
}
home-new = ថ្មី៖ { $form }
home-more-forms = ទម្រង់ផ្សេងទៀត
home-no-forms = មិនទាន់មានទម្រង់ទេ។ វានឹងមកដល់នៅពេលបញ្ជូនលើកក្រោយ។
returned-title = ត្រឡប់មកឱ្យអ្នកកែ
returned-count = ត្រូវកែ { $count }
fix = កែ
drafts-title = សេចក្តីព្រាង
draft-untitled = មិនទាន់មានឈ្មោះ
draft-line = { $problems ->
    [0] បានរក្សាទុក { $when } រួចរាល់សម្រាប់បញ្ចប់
   *[other] បានរក្សាទុក { $when } នៅសល់ { $problems } សំណួរ
}
draft-continue = បន្ត
draft-continue-spoken = បន្ត { $title }
aside-title = ទុកមួយឡែក៖ { $count }
aside-text = អ្វីដែលអ្នកទុកមួយឡែក នៅទីនេះសាមសិបថ្ងៃ។
aside-restore = យកមកវិញ
aside-restore-spoken = យកមកវិញ៖ { $title }
today-title = ថ្ងៃនេះ
today-empty = មិនទាន់មានអ្វីសម្រាប់ថ្ងៃនេះទេ
today-empty-text = អ្វីដែលអ្នកបញ្ចប់នឹងបង្ហាញនៅទីនេះ ជាមួយផលបូក។
women = ស្ត្រី
men = បុរស
girls = ក្មេងស្រី
boys = ក្មេងប្រុស
total = សរុប
people-count = មនុស្ស { $count } នាក់
queue-waiting = { $count ->
    [0] គ្មានអ្វីរង់ចាំការសម្រេចរបស់អ្នកទេ
   *[other] កំណត់ត្រា { $count } រង់ចាំការសម្រេចរបស់អ្នក
}
queue-oldest = { $days ->
    [0] ទាំងអស់មកដល់ថ្ងៃនេះ។
   *[other] ចាស់បំផុតបានរង់ចាំ { $days } ថ្ងៃហើយ។
}
queue-none-text = កំណត់ត្រាថ្មីនឹងបង្ហាញនៅទីនេះ ពេលវាមកដល់។
queue-start = ចាប់ផ្តើមពិនិត្យ
teams-title = ក្រុម
teams-text = តាមអ្វីដែលកុំព្យូទ័រនេះដឹង។ ក្រុមមួយអាចមានកំណត់ត្រាថ្មីជាងនេះដែលមិនទាន់មកដល់។
team = ក្រុម
teams-records = កំណត់ត្រា
teams-waiting = រង់ចាំពិនិត្យ
teams-newest = កំណត់ត្រាថ្មីបំផុត
teams-nothing = មិនទាន់មាន
teams-silent = ស្ងាត់ { $days } ថ្ងៃ
lost-title = គ្មានអ្វីបាត់បង់
lost-text = កំណត់ត្រាទាំងអស់ និងទីតាំងបច្ចុប្បន្នរបស់វា
lost-laptop = លើកុំព្យូទ័រនេះ
lost-handed = បានប្រគល់
lost-confirmed = មជ្ឈមណ្ឌលបានបញ្ជាក់
lost-equal = បានប្រៀបធៀបជាមួយមជ្ឈមណ្ឌលថ្ងៃ { $day } ម៉ោង { $time }៖ ដូចគ្នា។
lost-differs = បានប្រៀបធៀបជាមួយមជ្ឈមណ្ឌលថ្ងៃ { $day } ម៉ោង { $time }៖ មិនដូចគ្នា។ សូមបញ្ជូនម្តងទៀតដើម្បីកែវា។
lost-set-apart = បានប្រៀបធៀបជាមួយមជ្ឈមណ្ឌលថ្ងៃ { $day } ម៉ោង { $time }៖ ដូចគ្នាទាំងអស់ លើកលែងតែអ្វីដែលកុំព្យូទ័រនេះមិនអាចអាន ឬទុកចិត្តបាន។
lost-not-taken = បានប្រៀបធៀបជាមួយមជ្ឈមណ្ឌលថ្ងៃ { $day } ម៉ោង { $time }៖ ដូចគ្នាទាំងអស់ លើកលែងតែអ្វីដែលមជ្ឈមណ្ឌលមិនបានទទួល។ វារង់ចាំនៅទីនេះ។
lost-never-compared = មិនទាន់បានប្រៀបធៀបជាមួយមជ្ឈមណ្ឌលទេ។
weeks-caption = កំណត់ត្រាក្នុងមួយសប្តាហ៍ តាមថ្ងៃនៃសកម្មភាព
week-of = សប្តាហ៍ចាប់ពី
weekday-sunday = ថ្ងៃអាទិត្យ
weekday-monday = ថ្ងៃចន្ទ
weekday-tuesday = ថ្ងៃអង្គារ
weekday-wednesday = ថ្ងៃពុធ
weekday-thursday = ថ្ងៃព្រហស្បតិ៍
weekday-friday = ថ្ងៃសុក្រ
weekday-saturday = ថ្ងៃសៅរ៍
returned-more = និងមតិ { $count } ទៀត
