greeting-morning = Chào buổi sáng, { $name }
greeting-afternoon = Chào buổi chiều, { $name }
greeting-evening = Chào buổi tối, { $name }
home-day = { $today ->
    [0] { $weekday } { $day }. Chưa có bản ghi nào cho hôm nay, { $week } trong bảy ngày qua.
   *[other] { $weekday } { $day }. { $today } bản ghi cho hôm nay, { $week } trong bảy ngày qua.
}
home-new = Mới: { $form }
home-more-forms = Thêm biểu mẫu
home-no-forms = Chưa cài biểu mẫu nào. Biểu mẫu sẽ đến trong lần đồng bộ tới.
returned-title = Trả lại cho bạn
returned-count = { $count } mục cần sửa
fix = Sửa
drafts-title = Bản nháp
draft-untitled = Chưa có tên
draft-line = { $problems ->
    [0] Đã lưu { $when }, có thể hoàn thành
   *[other] Đã lưu { $when }, còn { $problems } câu hỏi
}
draft-continue = Làm tiếp
draft-continue-spoken = Làm tiếp { $title }
aside-title = Đã cất đi: { $count }
aside-text = Những gì bạn cất đi được giữ ở đây trong ba mươi ngày.
aside-restore = Lấy lại
aside-restore-spoken = Lấy lại { $title }
today-title = Hôm nay
today-empty = Hôm nay chưa có gì
today-empty-text = Những gì bạn hoàn thành sẽ hiện ở đây, cùng với tổng số.
women = Phụ nữ
men = Nam giới
girls = Trẻ em gái
boys = Trẻ em trai
total = Tổng cộng
people-count = { $count } người
queue-waiting = { $count ->
    [0] Không có quyết định nào chờ bạn
   *[other] { $count } bản ghi chờ quyết định của bạn
}
queue-oldest = { $days ->
    [0] Tất cả đều đến hôm nay.
   *[other] Bản ghi lâu nhất đã chờ { $days } ngày.
}
queue-none-text = Bản ghi mới sẽ hiện ở đây ngay khi đến.
queue-start = Bắt đầu xem xét
teams-title = Các đội
teams-text = Theo những gì máy này biết. Một đội có thể có bản ghi mới hơn chưa đến đây.
team = Đội
teams-records = Bản ghi
teams-waiting = Chờ xem xét
teams-newest = Bản ghi mới nhất
teams-nothing = Chưa có
teams-silent = im lặng { $days } ngày
lost-title = Không mất gì
lost-text = Mọi bản ghi, và nơi nó đang ở
lost-laptop = Trên máy này
lost-handed = Đã chuyển giao
lost-confirmed = Trung tâm đã xác nhận
lost-equal = Đã so với trung tâm ngày { $day } lúc { $time }: hai bên giống nhau.
lost-differs = Đã so với trung tâm ngày { $day } lúc { $time }: hai bên khác nhau. Hãy đồng bộ lại để sửa.
lost-set-apart = Đã so với trung tâm ngày { $day } lúc { $time }: giống nhau hết, trừ những gì máy này không đọc được hoặc không tin được.
lost-not-taken = Đã so với trung tâm ngày { $day } lúc { $time }: giống nhau hết, trừ những gì trung tâm chưa nhận. Chúng chờ ở đây.
lost-never-compared = Chưa so với trung tâm.
weeks-caption = Bản ghi mỗi tuần, theo ngày của hoạt động
week-of = Tuần của ngày
weekday-sunday = Chủ nhật
weekday-monday = Thứ Hai
weekday-tuesday = Thứ Ba
weekday-wednesday = Thứ Tư
weekday-thursday = Thứ Năm
weekday-friday = Thứ Sáu
weekday-saturday = Thứ Bảy
returned-more = và { $count } nhận xét nữa
