report = รายงาน
report-pickers = เกี่ยวกับรายงาน
report-put-together = รายงาน
report-indicators = ตัวชี้วัดแต่ละตัว
report-indicator = { $id } · { $title }
report-by = แถวตาม
report-by-country = แถวเดียวสำหรับทั้งหมด
report-by-province = จังหวัด
report-by-district = อำเภอ
report-by-commune = ตำบล
report-by-village = หมู่บ้าน
report-by-project = โครงการ
report-by-team = ทีม
report-by-month = เดือน
report-project-any = ทุกโครงการ
report-period-month = เดือน
report-period-quarter = ไตรมาส
report-period-year = ปี
report-period-days = วันที่เลือกเอง
report-earlier = ก่อนหน้า
report-later = ถัดไป
report-about = { $from } ถึง { $to }, { $teams }, ณ { $moment } นับบนเครื่องนี้
report-closed = { $count ->
   *[other] ปิดแล้ว { $count } เดือน
}
report-confidential = ความลับ จัดทำโดย { $who }
report-empty = ไม่มีอะไรถูกนับ
report-empty-text = ไม่มีบันทึกที่อนุมัติแล้วในเวลาและสถานที่นี้ เลือกเวลาอื่น หรือดูสิ่งที่รอการตรวจ
report-heading-split = { $title } · { $split }
report-source = { $id } ย่อหน้า { $source }
report-whole = บันทึกเหล่านี้ไม่ระบุโครงการ: ตัวเลขเป็นของทุกโครงการ
report-provisional = { $waiting ->
    [0] บันทึกทั้ง { $all } รายการอนุมัติแล้ว
   *[other] { $waiting } จาก { $all } บันทึก ({ $share } %) รออนุมัติและยังไม่ถูกนับ
}
report-row = แถว
report-total = รวม
report-before = ช่วงก่อนหน้า
report-year-before = หนึ่งปีก่อน
report-waiting = รออนุมัติ
report-adjustments = เพิ่มหลังปิดเดือน
report-chart = { $title }: { $count } แท่ง มากที่สุดคือ { $most } มี { $value } น้อยที่สุดคือ { $least } มี { $small } ตารางข้างๆ มีตัวเลขทั้งหมด
report-chart-most = { $count } แถวที่มากที่สุดของตาราง
report-chart-all = ตามตาราง มากที่สุดก่อน
report-give = ส่งออก
report-giving = กำลังเขียน…
report-given = เขียน { $name } แล้ว
report-save = เลือกที่เก็บ
report-format = ชนิดไฟล์
report-format-xlsx = สมุดงาน (XLSX)
report-format-pdf = บนกระดาษ (PDF)
report-format-csv = ตาราง (CSV)
report-format-json = สำหรับโปรแกรม (JSON)
report-format-geojson = จุดสำหรับแผนที่ (GeoJSON)
report-recipient = สำหรับใคร นอกทีม
report-recipient-text = เว้นว่างสำหรับไฟล์ที่อยู่ในทีม สำหรับคนอื่น บุคคลจะมีชื่ออื่น ตัวเลขน้อยถูกซ่อน สถานที่และวันบอกไม่ละเอียด สิ่งที่ส่งออกจะถูกบันทึกไว้
