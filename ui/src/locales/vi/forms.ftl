forms-title = Biểu mẫu
forms-installed = Biểu mẫu đã cài
forms-import = Nhập một biểu mẫu
forms-import-text = Một XLSForm (.xlsx, .xls, .csv) hoặc XForm XML. Trước hết bạn thấy điều sẽ thay đổi; chưa cài gì khi bạn chưa đồng ý.
forms-reading = Đang đọc biểu mẫu
forms-none = Chưa cài biểu mẫu nào
forms-none-text = Hãy nhập một biểu mẫu, hoặc đồng bộ: biểu mẫu cũng đến từ trung tâm.
forms-choose = Chưa chọn biểu mẫu
forms-choose-text = Chọn một biểu mẫu để xem các phiên bản, hoặc đọc qua toàn bộ.
forms-version = Phiên bản { $version }
forms-in-use = đang dùng
forms-not-in-use = không dùng
forms-languages = Ngôn ngữ
forms-versions = Các phiên bản
forms-use = Dùng phiên bản này
forms-retire = Ngừng dùng
forms-retired-told = { $form } không còn dùng cho bản ghi mới. Các bản ghi và bản nháp của nó vẫn còn.
forms-used-told = Từ nay bản ghi mới của { $form } dùng phiên bản { $version }. Bản nháp giữ phiên bản của chúng.
forms-preview = Đọc qua toàn bộ
forms-preview-text = Tất cả những gì biểu mẫu hỏi, kể cả điều mà điều kiện sẽ ẩn đi. Không điền được ở đây.
forms-preview-language = Ngôn ngữ của biểu mẫu
forms-untranslated = Có { $count } nhãn chưa được dịch và đang hiện bằng ngôn ngữ khác.
forms-not-translated = chưa dịch
forms-conditional = chỉ hỏi khi có điều kiện
forms-repeated = một hoặc nhiều lần
forms-more-choices = và { $count } mục nữa
forms-look = { $form }, phiên bản { $version }
forms-look-file = Tệp: { $name }
forms-news-form = Biểu mẫu này mới đối với máy này.
forms-news-version = Đây là phiên bản khác của một biểu mẫu đã có.
forms-news-installed = Phiên bản này đã được cài. Cài lại chỉ làm cho nó thành phiên bản đang dùng.
forms-news-differs = Phiên bản này đã được cài với nội dung khác. Một phiên bản không bao giờ đổi: hãy đặt số phiên bản khác cho bản mới.
forms-unusable = Chưa dùng được biểu mẫu này. Hãy sửa những gì được liệt kê, rồi chọn lại tệp.
forms-clean = Không có gì sai trong đó.
forms-questions = { $count } câu hỏi
forms-errors = { $count ->
    [0] không có gì cần sửa
   *[other] { $count } chỗ cần sửa
}
forms-warnings = { $count ->
    [0] không có lưu ý
   *[other] { $count } lưu ý
}
forms-findings = Những gì tìm thấy trong tệp
forms-findings-text = Các dòng này bằng tiếng Anh, dành cho người viết biểu mẫu.
forms-findings-more = Còn { $count } dòng nữa không hiện ở đây.
forms-sheet = Trang tính
forms-row = Hàng
forms-column = Cột
forms-finding = Điều cần sửa
forms-whole-file = cả tệp
forms-changes = Điều thay đổi
forms-changes-none = Không có gì thay đổi đối với người điền.
forms-take = Cài đặt
forms-taken = { $form }, phiên bản { $version }, đã được cài và đang dùng.
