forms-title = ទម្រង់
forms-installed = ទម្រង់ដែលបានដំឡើង
forms-import = នាំចូលទម្រង់
forms-import-text = ឯកសារ XLSForm (.xlsx, .xls, .csv) ឬ XForm XML។ ដំបូងអ្នកឃើញអ្វីដែលនឹងប្តូរ គ្មានអ្វីត្រូវបានដំឡើងទេ មុនពេលអ្នកយល់ព្រម។
forms-reading = កំពុងអានទម្រង់
forms-none = មិនទាន់មានទម្រង់
forms-none-text = សូមនាំចូលមួយ ឬបញ្ជូន៖ ទម្រង់ក៏មកពីមជ្ឈមណ្ឌលដែរ។
forms-choose = មិនទាន់ជ្រើសទម្រង់
forms-choose-text = ជ្រើសទម្រង់មួយ ដើម្បីមើលកំណែរបស់វា ឬអានវាទាំងមូល។
forms-version = កំណែ { $version }
forms-in-use = កំពុងប្រើ
forms-not-in-use = មិនប្រើ
forms-languages = ភាសា
forms-versions = កំណែ
forms-use = ប្រើកំណែនេះ
forms-retire = ឈប់ប្រើ
forms-retired-told = { $form } ឈប់ប្រើសម្រាប់កំណត់ត្រាថ្មី។ កំណត់ត្រា និងសេចក្តីព្រាងរបស់វានៅដដែល។
forms-used-told = ពីពេលនេះ កំណត់ត្រាថ្មីនៃ { $form } ប្រើកំណែ { $version }។ សេចក្តីព្រាងរក្សាកំណែរបស់វា។
forms-preview = អានទាំងមូល
forms-preview-text = អ្វីៗទាំងអស់ដែលទម្រង់សួរ រួមទាំងអ្វីដែលលក្ខខណ្ឌលាក់។ នៅទីនេះមិនអាចបំពេញបានទេ។
forms-preview-language = ភាសារបស់ទម្រង់
forms-untranslated = ស្លាក { $count } មិនទាន់បានបកប្រែ ហើយបង្ហាញជាភាសាផ្សេង។
forms-not-translated = មិនទាន់បកប្រែ
forms-conditional = តែពេលមានលក្ខខណ្ឌ
forms-repeated = ម្តង ឬច្រើនដង
forms-more-choices = និង { $count } ទៀត
forms-look = { $form } កំណែ { $version }
forms-look-file = ឯកសារ៖ { $name }
forms-news-form = ទម្រង់នេះថ្មីលើកុំព្យូទ័រនេះ។
forms-news-version = នេះជាកំណែមួយទៀតនៃទម្រង់ដែលមាននៅទីនេះ។
forms-news-installed = កំណែនេះបានដំឡើងរួចហើយ។ ការដំឡើងម្តងទៀតគ្រាន់តែធ្វើឱ្យវាជាកំណែដែលកំពុងប្រើ។
forms-news-differs = កំណែនេះបានដំឡើងដោយមានខ្លឹមសារផ្សេង។ កំណែមួយមិនដែលប្តូរទេ៖ សូមដាក់លេខកំណែផ្សេងឱ្យទម្រង់ថ្មី។
forms-unusable = ទម្រង់នេះមិនទាន់ប្រើបានទេ។ សូមកែអ្វីដែលមានក្នុងបញ្ជី រួចជ្រើសឯកសារម្តងទៀត។
forms-clean = គ្មានអ្វីខុសក្នុងវាទេ។
forms-questions = សំណួរ { $count }
forms-errors = { $count ->
    [0] គ្មានអ្វីត្រូវកែ
   *[other] ត្រូវកែ { $count }
}
forms-warnings = { $count ->
    [0] គ្មានការកត់សម្គាល់
   *[other] ការកត់សម្គាល់ { $count }
}
forms-findings = អ្វីដែលរកឃើញក្នុងឯកសារ
forms-findings-text = បន្ទាត់ទាំងនេះជាភាសាអង់គ្លេស សម្រាប់អ្នកដែលសរសេរទម្រង់។
forms-findings-more = នៅមាន { $count } ទៀតដែលមិនបង្ហាញនៅទីនេះ។
forms-sheet = សន្លឹក
forms-row = ជួរដេក
forms-column = ជួរឈរ
forms-finding = ត្រូវកែអ្វី
forms-whole-file = ឯកសារទាំងមូល
forms-changes = អ្វីដែលប្តូរ
forms-changes-none = គ្មានអ្វីប្តូរសម្រាប់អ្នកបំពេញទេ។
forms-take = ដំឡើងវា
forms-taken = { $form } កំណែ { $version } បានដំឡើង ហើយកំពុងប្រើ។
