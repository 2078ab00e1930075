language-name = ភាសាខ្មែរ
language-numbers = en-GB
language-state = awaiting-review
language-choose = សូមជ្រើសរើសភាសា
language-awaits-review = អ្នកដែលនិយាយភាសានេះជាភាសាកំណើត មិនទាន់បានពិនិត្យការបកប្រែនេះទេ។
