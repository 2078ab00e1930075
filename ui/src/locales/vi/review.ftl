review-waiting = { $count } đang chờ
review-empty = Không có gì chờ bạn
review-empty-text = Bản ghi hiện ở đây khi một đội nộp và chúng đến máy này.
review-days = { $days ->
    [0] đến hôm nay
   *[other] chờ { $days } ngày
}
review-again = đã sửa
review-own = của chính bạn
review-next = Tiếp
review-flagged = Vì sao bị đánh dấu
review-clean = Không quy tắc nào tìm thấy gì.
review-corrected = Điều đã sửa từ khi bị trả lại
neighbours = Cùng đội, cùng ngày
move-submit = Nộp
move-return = Trả lại
move-verify = Kiểm
move-approve = Duyệt
move-reject = Từ chối
move-reopen = Mở lại
move-lock = Khóa bản ghi
move-withdraw = Rút lại
move-other = Quyết định
decided = { $move }: { $title }
refusal-own-record = Chính bạn đã viết hoặc sửa bản ghi này. Người khác sẽ quyết định.
refusal-role = Vai trò của bạn không quyết định về bản ghi này.
refusal-state = Ở trạng thái hiện tại không có gì để quyết định.
refusal-conflict = Hai người đã sửa cùng một câu trả lời. Hãy giải quyết việc đó trước, rồi quyết định.
refusal-blind = Quyết định được đưa ra khi chưa xem phiên bản mới nhất.
refusal-other = Bây giờ bạn không thể quyết định về bản ghi này.
reason = Lý do
reason-for = Vì sao? Lý do sẽ ở trong lịch sử của { $title }.
return-text = { $who } sẽ thấy lời của bạn bên cạnh câu hỏi.
the-team = Đội
return-choose = Chọn câu hỏi
return-words = Cần xem lại điều gì?
return-words-hint = Ví dụ: các nhóm cộng lại là 36, tổng ghi 38. Số nào đúng?
return-add = Thêm một nhận xét nữa
return-do = { $count ->
    [0] Trả lại
   *[other] Trả lại với { $count } nhận xét
}
return-needs = Trả lại cần ít nhất một nhận xét về một câu hỏi, để có thể sửa mà không phải hỏi lại.
comment-at = Trả lại với nhận xét về { $question }
comment-remove = Bỏ nhận xét về { $question }
bulk-verify = Kiểm { $count } bản ghi không vấn đề
bulk-verify-text = Trong { $count } bản ghi này không quy tắc nào tìm thấy gì, và không có bản ghi nào của bạn. Mỗi bản ghi có một dòng riêng trong lịch sử.
bulk-verify-do = Kiểm các bản ghi này
bulk-verify-progress = Xong { $done } trong { $count }, { $left } giữ nguyên
