map-none = Cửa sổ này không vẽ được bản đồ: cần WebGL 2, mà trình điều khiển đồ họa không có.
map-closer = Gần hơn
map-wider = Rộng hơn
map-whole = Hiện tất cả
map-behind = Bản đồ dưới các điểm
map-outlines = Đường viền các nước
map-outlines-by = Đường viền: Natural Earth. Chúng không nói gì về tình trạng của một biên giới.
map-broken = Không đọc được bản đồ này. Đường viền các nước được dùng thay.
place-map-label = Bản đồ của vị trí
place-map-position = Vị trí
place-map-alone = Danh sách địa điểm không cho biết nơi được nêu tên ở đâu.
aim-open = Chọn trên bản đồ
aim-title = Vị trí trên bản đồ
aim-how = Đưa nơi đó vào dưới dấu chữ thập: kéo bản đồ hoặc bấm vào nơi đó, hoặc dùng các phím mũi tên, kèm Shift để đi từng chút. Phím cộng và trừ để gần hơn hoặc rộng hơn. Enter lấy vị trí.
aim-label = Bản đồ để chọn vị trí. Phím mũi tên di chuyển bản đồ, phím cộng và trừ để gần hơn hoặc rộng hơn, Enter lấy vị trí dưới dấu chữ thập.
aim-at = Dưới dấu chữ thập: { $point }, trong khoảng { $count } m
aim-far = Hãy xem gần hơn: ở mức này vị trí có thể lệch { $count } m.
aim-take = Lấy vị trí này
aim-instead = Hãy gõ vị trí vào ô thay vào đó.
report-views = Cách hiện báo cáo
report-view-tables = Bảng và biểu đồ
report-view-map = Bản đồ
report-map-empty = Không có gì để hiện trên bản đồ
report-map-empty-text = { $records ->
    [0] Không có bản ghi nào của báo cáo này trong thời gian và nơi này. Hãy chọn thời gian hoặc báo cáo khác.
   *[other] Có { $records } bản ghi trong thời gian và nơi này, nhưng không bản ghi nào cho biết vị trí.
}
report-map-count = { $records ->
   *[other] { $points } trong { $records } bản ghi cho biết vị trí.
}
report-map-only-waiting = { $count ->
   *[other] Không có gì được tính cho biết vị trí. { $count } bản ghi chờ duyệt thì có.
}
report-map-with-waiting = Hiện cả những gì chờ duyệt ({ $count })
report-map-counts = Được tính trong báo cáo
report-map-waits = Chờ duyệt
report-map-newest = Hiện { $count } điểm mới nhất.
report-map-forms = Tất cả biểu mẫu
report-map-of-form = { $form } (số lượng { $count })
report-map-label = Bản đồ của { $points } điểm. Danh sách bên cạnh có mọi điểm.
report-map-instead = Danh sách có mọi điểm.
records-shown-as = Cách hiện các bản ghi
records-as-list = Danh sách
records-as-map = Bản đồ
records-map-count = { $records ->
   *[other] { $points } trong { $records } bản ghi có vị trí mà bạn được xem.
}
records-map-none = { $records ->
   *[other] Có { $records } bản ghi phù hợp, nhưng không bản ghi nào có vị trí mà bạn được xem.
}
report-points = Các điểm
report-points-all = { $count ->
   *[other] { $count } điểm
}
report-points-chosen = { $count ->
   *[other] { $count } điểm được chọn trên bản đồ
}
report-points-show-all = Hiện tất cả
report-points-more = Hiện thêm trong { $count }
report-point-record = Bản ghi
report-point-place = Địa điểm
report-point-people = Số người
report-point-state = Trạng thái
report-point-on-map = Trên bản đồ
report-point-find = Hiện { $record } trên bản đồ
report-format-gpkg = Điểm cho chương trình bản đồ (GeoPackage)
report-compare = { $title }, so với thời gian trước. Các hàng cuối của bảng có số liệu.
report-compare-title = So với thời gian trước
report-compare-now = Thời gian này
settings-maps = Bản đồ
settings-maps-text = Bản đồ dưới các điểm của báo cáo, là tệp PMTiles. Chúng ở trên máy này và không cần mạng.
settings-map-import = Thêm bản đồ
settings-map-copying = Đang chép bản đồ…
settings-map-kept = { $name } được giữ trên máy này.
settings-maps-none = Chưa thêm bản đồ nào
settings-maps-none-text = Các điểm hiện trên đường viền các nước. Tệp PMTiles của vùng bạn cho thấy cả đường và làng. Văn phòng tạo tệp ở nơi có internet.
settings-map-vector = Đường và vùng, { $size }, mức { $from } đến { $to }
settings-map-raster = Hình ảnh, { $size }, mức { $from } đến { $to }
settings-map-unusable = Không còn đọc được tệp này. Hãy bỏ nó và thêm lại.
settings-map-remove = Bỏ
settings-map-remove-title = Bỏ { $name }
settings-map-remove-text = Bản sao trên máy này bị xóa. Không bản ghi nào thay đổi.
settings-map-removed = Đã bỏ { $name }.
