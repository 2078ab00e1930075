review-waiting = រង់ចាំ { $count }
review-empty = គ្មានអ្វីរង់ចាំអ្នកទេ
review-empty-text = កំណត់ត្រានឹងបង្ហាញនៅទីនេះ ពេលក្រុមដាក់ស្នើ ហើយវាមកដល់កុំព្យូទ័រនេះ។
review-days = { $days ->
    [0] មកដល់ថ្ងៃនេះ
   *[other] រង់ចាំ { $days } ថ្ងៃ
}
review-again = បានកែ
review-own = របស់អ្នក
review-next = បន្ទាប់
review-flagged = ហេតុអ្វីត្រូវបានសម្គាល់
review-clean = គ្មានច្បាប់ណារកឃើញបញ្ហាទេ។
review-corrected = អ្វីដែលបានកែ ក្រោយពីត្រឡប់ឱ្យកែ
neighbours = ក្រុមដដែល ថ្ងៃដដែល
move-submit = ដាក់ស្នើ
move-return = ត្រឡប់ឱ្យកែ
move-verify = ផ្ទៀងផ្ទាត់
move-approve = អនុម័ត
move-reject = បដិសេធ
move-reopen = បើកឡើងវិញ
move-lock = ចាក់សោកំណត់ត្រា
move-withdraw = ដកចេញ
move-other = សម្រេច
decided = { $move }៖ { $title }
refusal-own-record = អ្នកបានសរសេរ ឬកែកំណត់ត្រានេះដោយខ្លួនឯង។ ត្រូវមានអ្នកផ្សេងសម្រេច។
refusal-role = តួនាទីរបស់អ្នកមិនសម្រេចលើកំណត់ត្រានេះទេ។
refusal-state = ក្នុងស្ថានភាពនេះ គ្មានអ្វីត្រូវសម្រេចទេ។
refusal-conflict = មនុស្សពីរនាក់បានកែចម្លើយតែមួយ។ សូមដោះស្រាយជាមុន រួចសម្រេច។
refusal-blind = ការសម្រេចបានធ្វើឡើងដោយមិនបានឃើញកំណែថ្មីបំផុត។
refusal-other = អ្នកមិនអាចសម្រេចលើកំណត់ត្រានេះឥឡូវបានទេ។
reason = ហេតុផល
reason-for = ហេតុអ្វី? ហេតុផលនឹងនៅក្នុងប្រវត្តិនៃ { $title }។
return-text = { $who } នឹងឃើញពាក្យរបស់អ្នកនៅក្បែរសំណួរ។
the-team = ក្រុម
return-choose = ជ្រើសសំណួរ
return-words = តើត្រូវមើលអ្វី?
return-words-hint = ឧទាហរណ៍៖ ក្រុមបូកបាន 36 តែសរុបសរសេរ 38។ មួយណាត្រូវ?
return-add = បន្ថែមមតិមួយទៀត
return-do = { $count ->
    [0] ត្រឡប់ឱ្យកែ
   *[other] ត្រឡប់ឱ្យកែ ជាមួយមតិ { $count }
}
return-needs = ការត្រឡប់ត្រូវការមតិយ៉ាងតិចមួយលើសំណួរ ដើម្បីអាចកែបានដោយមិនបាច់សួរវិញ។
comment-at = ត្រឡប់ឱ្យកែ ដោយមតិលើ { $question }
comment-remove = លុបមតិលើ { $question }
bulk-verify = ផ្ទៀងផ្ទាត់កំណត់ត្រា { $count } ដែលគ្មានបញ្ហា
bulk-verify-text = ក្នុងកំណត់ត្រាទាំង { $count } នេះ គ្មានច្បាប់ណារកឃើញបញ្ហា ហើយគ្មានមួយណាជារបស់អ្នក។ កំណត់ត្រានីមួយៗទទួលបន្ទាត់ផ្ទាល់ក្នុងប្រវត្តិ។
bulk-verify-do = ផ្ទៀងផ្ទាត់
bulk-verify-progress = រួច { $done } ក្នុង { $count } នៅដដែល { $left }
