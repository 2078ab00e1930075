records-title = Bản ghi
records-count = { $count } bản ghi
records-find = Tìm trong bản ghi
records-empty = Chưa có bản ghi
records-empty-text = Những gì bạn hoàn thành, và những gì đến từ đội của bạn, được liệt kê ở đây.
records-no-match = Không có bản ghi nào khớp
records-no-match-text = Hãy bỏ bớt một bộ lọc hoặc dùng ít từ hơn.
record-open = Mở bản ghi
record-beside = Bản ghi đã chọn
record-none = Chưa chọn bản ghi
record-none-text = Chọn một hàng để xem câu trả lời ở đây.
record-version = Phiên bản biểu mẫu { $version }
column-date = Ngày
column-what = Bản ghi
column-people = Số người
column-state = Trạng thái
form = Biểu mẫu
filter-review = Trạng thái xem xét
filter-delivery = Việc gửi
filter-problems = Có vấn đề
filter-conflicts = Có xung đột
filter-every = Tất cả
filter-chosen = { $name }: { $value }
filters-clear = Xóa bộ lọc
period = Thời gian
period-this-month = Tháng này
period-last-month = Tháng trước
period-first-day = Từ ngày
period-last-day = Đến ngày
period-any = Mọi lúc
period-between = { $from } đến { $to }
period-from = Từ { $from }
period-to = Đến { $to }
review-draft = bản nháp
review-submitted = đã nộp
review-returned = bị trả lại
review-verified = đã kiểm
review-approved = đã duyệt
review-locked = đã khóa
review-rejected = bị từ chối
review-withdrawn = đã rút
review-unknown = không rõ
delivery-laptop = trên máy này
delivery-handed = đã chuyển giao
delivery-confirmed = đã xác nhận
delivery-unknown = không rõ
problems = Vấn đề
problems-none = không vấn đề
problems-count = { $count } vấn đề
severity-error = phải sửa
severity-warning = nên kiểm tra
conflict = xung đột
conflict-title = { $count ->
    [1] Hai người đã sửa cùng một câu trả lời
   *[other] Hai người đã sửa cùng { $count } câu trả lời
}
conflict-text = Cả hai bản đều được giữ. Cho đến khi có người giải quyết, máy nào cũng hiện cùng một bản.
conflict-settle = Giải quyết
conflict-base = Trước đó
conflict-ours = Đang hiện
conflict-theirs = Bản kia
conflict-line = Hai người đã sửa { $title }
question = Câu hỏi
answers = Câu trả lời
no-answer = không trả lời
class-p1 = nội bộ
class-p2 = cá nhân
class-p3 = nhạy cảm
edit = Sửa
edit-continue = Sửa tiếp
history = Lịch sử
did-create = { $who } đã viết bản ghi
did-change = { $changes ->
    [0] { $who } đã lưu lại mà không thay đổi
   *[other] { $who } đã sửa { $changes } câu trả lời
}
did-erase = { $who } đã xóa câu trả lời theo yêu cầu của đương sự
did-submit = { $who } đã nộp
did-return = { $who } đã trả lại
did-verify = { $who } đã kiểm
did-approve = { $who } đã duyệt
did-reject = { $who } đã từ chối
did-reopen = { $who } đã mở lại
did-lock = { $who } đã khóa
did-withdraw = { $who } đã rút lại
did-other = { $who } đã quyết định
decision-ignored = Quyết định này không được tính: { $reason }
see-changes = Điều đã đổi
compare = So sánh hai phiên bản
compare-from = Từ
compare-to = Đến
save-option = { $when }, { $who }
diff-none = Hai phiên bản giống nhau.
diff-old = trước:
diff-new = nay:
receipts = Biên nhận
receipts-none = Trung tâm chưa xác nhận bản ghi này. Bản ghi an toàn trên máy này.
receipts-trial = Chương trình dùng thử không có trung tâm, nên không có biên nhận.
receipt-line = { $count } phiên bản, trung tâm ký { $when }
receipt-line-files = { $count } ảnh và bản quét, trung tâm ký { $when }
receipt-verified = chữ ký đúng
receipt-unverified = chưa kiểm tra chữ ký
receipt-check = Kiểm tra
receipt-checked-now = Vừa kiểm tra trên máy này.
role-field = Hiện trường
role-va = Hỗ trợ nạn nhân
role-coordinator = Điều phối viên
role-supervisor = Người giám sát
role-admin = Quản trị viên
role-other = Vai trò khác
import-open = Nhập một bảng
import-title = Nhập một bảng
import-what = Các hàng của bảng tính hoặc của chương trình khác trở thành bản ghi. Trước hết bạn thấy điều sẽ xảy ra; chưa ghi gì khi bạn chưa đồng ý.
import-table = Chọn bảng
import-mapping = Chọn tệp ánh xạ
import-no-file = chưa chọn tệp
import-columns = Ý nghĩa của các cột
import-mapped = Theo tệp ánh xạ
import-as = Câu hỏi của { $form }
import-running = { $total ->
    [0] Đang đọc bảng
   *[other] { $done } trong { $total } hàng
}
import-would = { $count ->
    [0] Đã đọc { $rows } hàng; không hàng nào thành bản ghi mới.
   *[other] Đã đọc { $rows } hàng; sẽ tạo { $count } bản ghi.
}
import-done = { $count ->
    [0] Đã đọc { $rows } hàng; không tạo bản ghi nào.
   *[other] Đã đọc { $rows } hàng; đã tạo { $count } bản ghi.
}
import-known = { $count } bản ghi đã có ở đây và giữ nguyên.
import-joined = { $count } hàng nói về bản ghi mà hàng trước đó tạo ra.
import-rejected = { $count } hàng không hợp và bị bỏ ra.
import-rejected-rows = Các hàng không hợp
import-row = Hàng { $row }, { $column }
import-stopped = Đã dừng lại. Những gì đã tạo vẫn còn; nhập lại cùng bảng này để tiếp tục.
import-go = Nhập { $count } bản ghi
import-go-none = Nhập
import-save-rejected = Lưu danh sách
import-saved-as = Đã lưu thành { $name }
severity-explained = đã giải thích
severity-info = để biết
reason-of-rule = Đã nói khi quy tắc { $rule } hỏi vì sao:
file-open = Xem lớn: { $question }
file-of = Ảnh: { $question }
file-loading = Đang lấy ảnh.
file-picture = Ảnh, { $width } × { $height } điểm, { $size } kB
file-picture-plain = Ảnh, { $size } kB
file-document = Tài liệu PDF, { $size } kB
file-waits = { $words } · chỉ có trên máy này
file-elsewhere = Tệp này không có trên máy này.
file-show = Xem ảnh
file-save = Lưu một bản
did-take-back = { $who } đã lấy lại quyết định
