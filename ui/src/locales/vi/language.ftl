language-name = Tiếng Việt
language-numbers = vi
language-state = awaiting-review
language-choose = Hãy chọn ngôn ngữ
language-awaits-review = Bản dịch này chưa được người bản ngữ xem lại.
