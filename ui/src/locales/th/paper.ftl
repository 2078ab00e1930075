paper-page = หน้า { $page } จาก { $pages }
paper-missing = อักขระที่แบบอักษรสำหรับพิมพ์ไม่มีจะพิมพ์เป็น � ไฟล์ชนิดอื่นมีอักขระเหล่านั้น
paper-period = ช่วงเวลา
paper-teams = ทีม
paper-place = สถานที่
paper-cut-off = ข้อมูล ณ
paper-code = รหัส
paper-kind = ประเภท
