map-none = หน้าต่างนี้วาดแผนที่ไม่ได้: ต้องใช้ WebGL 2 ซึ่งไดรเวอร์กราฟิกไม่มี
map-closer = ใกล้เข้า
map-wider = ไกลออก
map-whole = แสดงทั้งหมด
map-behind = แผนที่ใต้จุด
map-outlines = เส้นแสดงประเทศ
map-outlines-by = เส้นแสดงประเทศ: Natural Earth ไม่ได้บอกสถานะของพรมแดนใด
map-broken = อ่านแผนที่นี้ไม่ได้ จึงแสดงเส้นแสดงประเทศแทน
place-map-label = แผนที่ของตำแหน่ง
place-map-position = ตำแหน่ง
place-map-alone = รายการสถานที่ไม่ได้บอกว่าสถานที่ที่ระบุอยู่ตรงไหน
aim-open = เลือกบนแผนที่
aim-title = ตำแหน่งบนแผนที่
aim-how = ให้สถานที่อยู่ใต้เครื่องหมายกากบาท: ลากแผนที่หรือกดที่สถานที่นั้น หรือใช้ปุ่มลูกศร กด Shift ด้วยเพื่อเลื่อนทีละน้อย ปุ่มบวกและลบทำให้ใกล้เข้าหรือไกลออก Enter ใช้ตำแหน่งนั้น
aim-label = แผนที่สำหรับเลือกตำแหน่ง ปุ่มลูกศรเลื่อนแผนที่ ปุ่มบวกและลบทำให้ใกล้เข้าหรือไกลออก Enter ใช้ตำแหน่งใต้เครื่องหมายกากบาท
aim-at = ใต้เครื่องหมายกากบาท: { $point } คลาดเคลื่อนราว { $count } ม.
aim-far = กรุณาดูให้ใกล้กว่านี้: ที่ระดับนี้ตำแหน่งอาจผิดไป { $count } ม.
aim-take = ใช้ตำแหน่งนี้
aim-instead = กรุณาพิมพ์ตำแหน่งลงในช่องแทน
report-views = วิธีแสดงรายงาน
report-view-tables = ตารางและแผนภูมิ
report-view-map = แผนที่
report-map-empty = ไม่มีอะไรให้แสดงบนแผนที่
report-map-empty-text = { $records ->
    [0] ไม่มีบันทึกของรายงานนี้ในเวลาและสถานที่นี้ เลือกเวลาอื่นหรือรายงานอื่น
   *[other] มี { $records } บันทึกในเวลาและสถานที่นี้ แต่ไม่มีบันทึกใดบอกตำแหน่ง
}
report-map-count = { $records ->
   *[other] { $points } จาก { $records } บันทึกบอกตำแหน่ง
}
report-map-only-waiting = { $count ->
   *[other] ไม่มีสิ่งที่นับแล้วบอกตำแหน่ง มี { $count } บันทึกที่รอการอนุมัติบอกตำแหน่ง
}
report-map-with-waiting = แสดงสิ่งที่รอการอนุมัติด้วย ({ $count })
report-map-counts = นับในรายงาน
report-map-waits = รอการอนุมัติ
report-map-newest = แสดง { $count } รายการล่าสุด
report-map-forms = ทุกแบบฟอร์ม
report-map-of-form = { $form } (จำนวน { $count })
report-map-label = แผนที่ของ { $points } จุด รายการข้างๆ มีทุกจุด
report-map-instead = รายการมีทุกจุด
records-shown-as = วิธีแสดงบันทึก
records-as-list = รายการ
records-as-map = แผนที่
records-map-count = { $records ->
   *[other] { $points } จาก { $records } บันทึกมีตำแหน่งที่คุณดูได้
}
records-map-none = { $records ->
   *[other] มี { $records } บันทึกที่ตรงกับการค้นหา แต่ไม่มีบันทึกใดมีตำแหน่งที่คุณดูได้
}
report-points = จุด
report-points-all = { $count ->
   *[other] { $count } จุด
}
report-points-chosen = { $count ->
   *[other] { $count } จุดที่เลือกบนแผนที่
}
report-points-show-all = แสดงทั้งหมด
report-points-more = แสดงเพิ่มจาก { $count }
report-point-record = บันทึก
report-point-place = สถานที่
report-point-people = จำนวนคน
report-point-state = สถานะ
report-point-on-map = บนแผนที่
report-point-find = แสดง { $record } บนแผนที่
report-format-gpkg = จุดสำหรับโปรแกรมแผนที่ (GeoPackage)
report-compare = { $title } เทียบกับช่วงก่อนหน้า ตัวเลขอยู่ในแถวท้ายของตาราง
report-compare-title = เทียบกับช่วงก่อนหน้า
report-compare-now = ช่วงนี้
settings-maps = แผนที่
settings-maps-text = แผนที่ใต้จุดของรายงาน เป็นไฟล์ PMTiles เก็บในเครื่องนี้และไม่ต้องใช้เครือข่าย
settings-map-import = เพิ่มแผนที่
settings-map-copying = กำลังคัดลอกแผนที่…
settings-map-kept = เก็บ { $name } ไว้ในเครื่องนี้แล้ว
settings-maps-none = ยังไม่ได้เพิ่มแผนที่
settings-maps-none-text = จุดแสดงบนเส้นแสดงประเทศ ไฟล์ PMTiles ของพื้นที่คุณแสดงถนนและหมู่บ้านด้วย สำนักงานทำไฟล์นี้ที่ที่มีอินเทอร์เน็ต
settings-map-vector = เส้นและพื้นที่ { $size } ระดับ { $from } ถึง { $to }
settings-map-raster = ภาพ { $size } ระดับ { $from } ถึง { $to }
settings-map-unusable = อ่านไฟล์นี้ไม่ได้แล้ว นำออกแล้วเพิ่มอีกครั้ง
settings-map-remove = นำออก
settings-map-remove-title = นำ { $name } ออก
settings-map-remove-text = สำเนาในเครื่องนี้จะถูกลบ ไม่มีบันทึกใดเปลี่ยน
settings-map-removed = นำ { $name } ออกแล้ว
