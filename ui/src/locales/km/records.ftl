records-title = កំណត់ត្រា
records-count = កំណត់ត្រា { $count }
records-find = ស្វែងរកក្នុងកំណត់ត្រា
records-empty = មិនទាន់មានកំណត់ត្រា
records-empty-text = អ្វីដែលអ្នកបញ្ចប់ និងអ្វីដែលមកពីក្រុមរបស់អ្នក នឹងបង្ហាញនៅទីនេះ។
records-no-match = គ្មានកំណត់ត្រាត្រូវគ្នា
records-no-match-text = សូមដកតម្រងមួយចេញ ឬប្រើពាក្យតិចជាងនេះ។
record-open = បើកកំណត់ត្រា
record-beside = កំណត់ត្រាដែលបានជ្រើស
record-none = មិនទាន់ជ្រើសកំណត់ត្រា
record-none-text = ជ្រើសជួរមួយ ដើម្បីមើលចម្លើយនៅទីនេះ។
record-version = ទម្រង់កំណែ { $version }
column-date = កាលបរិច្ឆេទ
column-what = កំណត់ត្រា
column-people = មនុស្ស
column-state = ស្ថានភាព
form = ទម្រង់
filter-review = ស្ថានភាពពិនិត្យ
filter-delivery = ទីតាំងទិន្នន័យ
filter-problems = មានបញ្ហា
filter-conflicts = មានទំនាស់
filter-every = ទាំងអស់
filter-chosen = { $name }៖ { $value }
filters-clear = លុបតម្រង
period = រយៈពេល
period-this-month = ខែនេះ
period-last-month = ខែមុន
period-first-day = ចាប់ពី
period-last-day = ដល់
period-any = គ្រប់ពេល
period-between = { $from } ដល់ { $to }
period-from = ចាប់ពី { $from }
period-to = ដល់ { $to }
review-draft = សេចក្តីព្រាង
review-submitted = បានដាក់ស្នើ
review-returned = ត្រឡប់ឱ្យកែ
review-verified = បានផ្ទៀងផ្ទាត់
review-approved = បានអនុម័ត
review-locked = បានចាក់សោ
review-rejected = បានបដិសេធ
review-withdrawn = បានដកចេញ
review-unknown = មិនដឹង
delivery-laptop = លើកុំព្យូទ័រនេះ
delivery-handed = បានប្រគល់
delivery-confirmed = បានបញ្ជាក់
delivery-unknown = មិនដឹង
problems = បញ្ហា
problems-none = គ្មានបញ្ហា
problems-count = បញ្ហា { $count }
severity-error = ត្រូវតែកែ
severity-warning = សូមពិនិត្យ
severity-explained = បានពន្យល់
severity-info = សម្រាប់ជ្រាប
reason-of-rule = បានប្រាប់ពេលវិធាន { $rule } សួរហេតុផល៖
conflict = ទំនាស់
conflict-title = { $count ->
    [one] មនុស្សពីរនាក់បានកែចម្លើយតែមួយ
   *[other] មនុស្សពីរនាក់បានកែចម្លើយ { $count } ដូចគ្នា
}
conflict-text = ទាំងពីរត្រូវបានរក្សាទុក។ រហូតដល់មានអ្នកដោះស្រាយ កុំព្យូទ័រទាំងអស់បង្ហាញចម្លើយដូចគ្នា។
conflict-settle = ដោះស្រាយ
conflict-base = មុននោះ
conflict-ours = កំពុងបង្ហាញ
conflict-theirs = មួយទៀត
conflict-line = មនុស្សពីរនាក់បានកែ { $title }
question = សំណួរ
answers = ចម្លើយ
no-answer = គ្មានចម្លើយ
class-p1 = ផ្ទៃក្នុង
class-p2 = ផ្ទាល់ខ្លួន
class-p3 = រសើប
edit = កែ
edit-continue = បន្តការកែ
history = ប្រវត្តិ
did-create = { $who } បានសរសេរកំណត់ត្រា
did-change = { $changes ->
    [0] { $who } បានរក្សាទុកម្តងទៀតដោយគ្មានការកែ
   *[other] { $who } បានកែ { $changes } ចម្លើយ
}
did-erase = { $who } បានលុបចម្លើយតាមសំណើរបស់ម្ចាស់
did-submit = { $who } បានដាក់ស្នើ
did-return = { $who } បានត្រឡប់ឱ្យកែ
did-verify = { $who } បានផ្ទៀងផ្ទាត់
did-approve = { $who } បានអនុម័ត
did-reject = { $who } បានបដិសេធ
did-reopen = { $who } បានបើកឡើងវិញ
did-lock = { $who } បានចាក់សោ
did-withdraw = { $who } បានដកចេញ
did-other = { $who } បានសម្រេច
decision-ignored = ការសម្រេចនេះមិនរាប់ទេ៖ { $reason }
see-changes = អ្វីដែលបានប្តូរ
compare = ប្រៀបធៀបពីរកំណែ
compare-from = ពី
compare-to = ដល់
save-option = { $when }, { $who }
diff-none = ទាំងពីរដូចគ្នា។
diff-old = មុន៖
diff-new = ឥឡូវ៖
receipts = បង្កាន់ដៃ
receipts-none = មជ្ឈមណ្ឌលមិនទាន់បញ្ជាក់កំណត់ត្រានេះទេ។ វាមានសុវត្ថិភាពលើកុំព្យូទ័រនេះ។
receipts-trial = កម្មវិធីសាកល្បងគ្មានមជ្ឈមណ្ឌលទេ ដូច្នេះគ្មានបង្កាន់ដៃ។
receipt-line = ការកែប្រែ { $count } មជ្ឈមណ្ឌលបានចុះហត្ថលេខា { $when }
receipt-line-files = រូបថត និងឯកសារស្កេន { $count } មជ្ឈមណ្ឌលបានចុះហត្ថលេខា { $when }
receipt-verified = ហត្ថលេខាត្រឹមត្រូវ
receipt-unverified = មិនទាន់ពិនិត្យហត្ថលេខា
receipt-check = ពិនិត្យ
receipt-checked-now = បានពិនិត្យអម្បាញ់មិញលើកុំព្យូទ័រនេះ។
role-field = មន្ត្រីចុះមូលដ្ឋាន
role-va = ជំនួយជនរងគ្រោះ
role-coordinator = អ្នកសម្របសម្រួល
role-supervisor = អ្នកត្រួតពិនិត្យ
role-admin = អ្នកគ្រប់គ្រង
role-other = តួនាទីផ្សេង
import-open = នាំចូលតារាង
import-title = នាំចូលតារាង
import-what = ជួរក្នុងសៀវភៅបញ្ជី ឬពីកម្មវិធីផ្សេង នឹងក្លាយជាកំណត់ត្រា។ ដំបូងអ្នកឃើញអ្វីដែលនឹងកើតឡើង គ្មានអ្វីត្រូវបានសរសេរទេ មុនពេលអ្នកយល់ព្រម។
import-table = ជ្រើសតារាង
import-mapping = ជ្រើសឯកសារផ្គូផ្គង
import-no-file = មិនទាន់ជ្រើសឯកសារ
import-columns = ជួរឈរមានន័យអ្វី
import-mapped = ឯកសារផ្គូផ្គងប្រាប់
import-as = សំណួររបស់ { $form }
import-running = { $total ->
    [0] កំពុងអានតារាង
   *[other] { $done } ក្នុងចំណោម { $total } ជួរ
}
import-would = { $count ->
    [0] បានអាន { $rows } ជួរ។ គ្មានកំណត់ត្រាថ្មីទេ។
   *[other] បានអាន { $rows } ជួរ។ កំណត់ត្រា { $count } នឹងត្រូវបង្កើត។
}
import-done = { $count ->
    [0] បានអាន { $rows } ជួរ។ មិនបានបង្កើតកំណត់ត្រាទេ។
   *[other] បានអាន { $rows } ជួរ។ បានបង្កើតកំណត់ត្រា { $count }។
}
import-known = កំណត់ត្រា { $count } មាននៅទីនេះរួចហើយ ហើយនៅដដែល។
import-joined = { $count } ជួរនិយាយអំពីកំណត់ត្រាដែលជួរមុនបង្កើត។
import-rejected = { $count } ជួរមិនត្រឹមត្រូវ ហើយត្រូវទុកចោល។
import-rejected-rows = ជួរដែលមិនត្រឹមត្រូវ
import-row = ជួរ { $row }, { $column }
import-stopped = បានបញ្ឈប់។ អ្វីដែលបានបង្កើតនៅដដែល។ សូមនាំចូលតារាងដដែលម្តងទៀត ដើម្បីបន្ត។
import-go = នាំចូលកំណត់ត្រា { $count }
import-go-none = នាំចូល
import-save-rejected = រក្សាទុកបញ្ជី
import-saved-as = បានរក្សាទុកជា { $name }
file-open = បង្ហាញធំ៖ { $question }
file-of = រូបភាព៖ { $question }
file-loading = កំពុងយករូបភាព។
file-picture = រូបភាព { $width } × { $height } ចំណុច { $size } kB
file-picture-plain = រូបភាព { $size } kB
file-document = ឯកសារ PDF { $size } kB
file-waits = { $words } · មានតែលើកុំព្យូទ័រនេះ
file-elsewhere = ឯកសារនេះមិននៅលើកុំព្យូទ័រនេះទេ។
file-show = បង្ហាញរូបភាព
file-save = រក្សាទុកច្បាប់ចម្លង
did-take-back = { $who } បានដកការសម្រេចវិញ
