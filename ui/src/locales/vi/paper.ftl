paper-page = Trang { $page } trên { $pages }
paper-missing = Ký tự mà phông chữ in không có được in là �. Các loại tệp khác vẫn có chúng.
paper-period = Kỳ báo cáo
paper-teams = Các đội
paper-place = Địa điểm
paper-cut-off = Tính đến
paper-code = Mã
paper-kind = Loại
