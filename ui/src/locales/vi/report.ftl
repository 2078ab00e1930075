report = Báo cáo
report-pickers = Nội dung báo cáo
report-put-together = Báo cáo
report-indicators = Từng chỉ số
report-indicator = { $id } · { $title }
report-by = Hàng theo
report-by-country = Một hàng cho tất cả
report-by-province = Tỉnh
report-by-district = Huyện
report-by-commune = Xã
report-by-village = Thôn
report-by-project = Dự án
report-by-team = Đội
report-by-month = Tháng
report-project-any = Mọi dự án
report-period-month = Tháng
report-period-quarter = Quý
report-period-year = Năm
report-period-days = Ngày tự chọn
report-earlier = Trước
report-later = Sau
report-about = { $from } đến { $to }, { $teams }, tính đến { $moment }. Được đếm trên máy này.
report-closed = { $count ->
   *[other] { $count } tháng đã khóa.
}
report-confidential = Bảo mật. Do { $who } lập.
report-empty = Không có gì được đếm
report-empty-text = Không có bản ghi đã duyệt nào trong thời gian và nơi này. Hãy chọn thời gian khác, hoặc xem những gì đang chờ xét.
report-heading-split = { $title } · { $split }
report-source = { $id }, mục { $source }
report-whole = Các bản ghi này không nêu dự án: số liệu là của mọi dự án.
report-provisional = { $waiting ->
    [0] Cả { $all } bản ghi đã được duyệt.
   *[other] { $waiting } trong { $all } bản ghi ({ $share } %) đang chờ duyệt và chưa được đếm.
}
report-row = Hàng
report-total = Tổng
report-before = Kỳ trước
report-year-before = Năm trước
report-waiting = Chờ duyệt
report-adjustments = Thêm sau khi khóa tháng
report-chart = { $title }: { $count } thanh. Lớn nhất là { $most } với { $value }, nhỏ nhất là { $least } với { $small }. Bảng bên cạnh có mọi số liệu.
report-chart-most = { $count } hàng lớn nhất của bảng.
report-chart-all = Như trong bảng, lớn nhất trước.
report-give = Xuất ra
report-giving = Đang ghi…
report-given = Đã ghi { $name }.
report-save = Chọn nơi lưu
report-format = Loại tệp
report-format-xlsx = Sổ tính (XLSX)
report-format-pdf = Trên giấy (PDF)
report-format-csv = Bảng (CSV)
report-format-json = Cho chương trình (JSON)
report-format-geojson = Điểm cho bản đồ (GeoJSON)
report-recipient = Cho ai, ngoài đội
report-recipient-text = Để trống nếu tệp ở lại trong đội. Với người khác, mỗi người có tên khác, số nhỏ được ẩn, nơi và ngày nêu kém chính xác hơn. Mọi tệp xuất ra đều được ghi lại.
