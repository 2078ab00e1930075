records-title = บันทึก
records-count = { $count } บันทึก
records-find = ค้นหาในบันทึก
records-empty = ยังไม่มีบันทึก
records-empty-text = สิ่งที่คุณทำเสร็จ และสิ่งที่มาจากทีมของคุณ จะแสดงที่นี่
records-no-match = ไม่มีบันทึกที่ตรง
records-no-match-text = กรุณาเอาตัวกรองออกหรือใช้คำให้น้อยลง
record-open = เปิดบันทึก
record-beside = บันทึกที่เลือก
record-none = ยังไม่ได้เลือกบันทึก
record-none-text = เลือกแถวเพื่อดูคำตอบที่นี่
record-version = แบบฟอร์มรุ่น { $version }
column-date = วันที่
column-what = บันทึก
column-people = จำนวนคน
column-state = สถานะ
form = แบบฟอร์ม
filter-review = สถานะการตรวจ
filter-delivery = การส่ง
filter-problems = มีปัญหา
filter-conflicts = มีข้อขัดแย้ง
filter-every = ทั้งหมด
filter-chosen = { $name }: { $value }
filters-clear = ล้างตัวกรอง
period = ช่วงเวลา
period-this-month = เดือนนี้
period-last-month = เดือนที่แล้ว
period-first-day = ตั้งแต่
period-last-day = ถึง
period-any = ทุกเวลา
period-between = { $from } ถึง { $to }
period-from = ตั้งแต่ { $from }
period-to = ถึง { $to }
review-draft = ร่าง
review-submitted = ส่งแล้ว
review-returned = ส่งกลับ
review-verified = ตรวจสอบแล้ว
review-approved = อนุมัติแล้ว
review-locked = ล็อกแล้ว
review-rejected = ไม่รับ
review-withdrawn = ถอนแล้ว
review-unknown = ไม่ทราบ
delivery-laptop = บนเครื่องนี้
delivery-handed = ส่งมอบแล้ว
delivery-confirmed = ยืนยันแล้ว
delivery-unknown = ไม่ทราบ
problems = ปัญหา
problems-none = ไม่มีปัญหา
problems-count = { $count } ปัญหา
severity-error = ต้องแก้
severity-warning = กรุณาตรวจ
conflict = ข้อขัดแย้ง
conflict-title = { $count ->
    [1] สองคนแก้คำตอบเดียวกัน
   *[other] สองคนแก้ { $count } คำตอบเดียวกัน
}
conflict-text = เก็บไว้ทั้งสองแบบ จนกว่าจะมีคนจัดการ ทุกเครื่องจะแสดงแบบเดียวกัน
conflict-settle = จัดการ
conflict-base = ก่อนหน้า
conflict-ours = ที่แสดงอยู่
conflict-theirs = อีกคำตอบ
conflict-line = สองคนแก้ { $title }
question = คำถาม
answers = คำตอบ
no-answer = ไม่มีคำตอบ
class-p1 = ภายใน
class-p2 = ส่วนบุคคล
class-p3 = อ่อนไหว
edit = แก้ไข
edit-continue = แก้ไขต่อ
history = ประวัติ
did-create = { $who } เขียนบันทึก
did-change = { $changes ->
    [0] { $who } บันทึกอีกครั้งโดยไม่มีการเปลี่ยน
   *[other] { $who } แก้ { $changes } คำตอบ
}
did-erase = { $who } ลบคำตอบตามคำขอของเจ้าตัว
did-submit = { $who } ส่งบันทึก
did-return = { $who } ส่งกลับ
did-verify = { $who } ตรวจสอบ
did-approve = { $who } อนุมัติ
did-reject = { $who } ไม่รับ
did-reopen = { $who } เปิดใหม่
did-lock = { $who } ล็อก
did-withdraw = { $who } ถอน
did-other = { $who } ตัดสินใจ
decision-ignored = การตัดสินใจนี้ไม่นับ: { $reason }
see-changes = สิ่งที่เปลี่ยน
compare = เปรียบเทียบสองรุ่น
compare-from = จาก
compare-to = ถึง
save-option = { $when }, { $who }
diff-none = ทั้งสองเหมือนกัน
diff-old = ก่อน:
diff-new = ตอนนี้:
receipts = ใบรับ
receipts-none = ศูนย์ยังไม่ยืนยันบันทึกนี้ บันทึกปลอดภัยบนเครื่องนี้
receipts-trial = โครงการทดลองไม่มีศูนย์ จึงไม่มีใบรับ
receipt-line = { $count } ฉบับ ศูนย์ลงลายมือชื่อ { $when }
receipt-line-files = ภาพถ่ายและเอกสารสแกน { $count } รายการ ศูนย์ลงลายมือชื่อ { $when }
receipt-verified = ลายมือชื่อถูกต้อง
receipt-unverified = ยังไม่ได้ตรวจลายมือชื่อ
receipt-check = ตรวจ
receipt-checked-now = เพิ่งตรวจบนเครื่องนี้
role-field = ภาคสนาม
role-va = ช่วยเหลือผู้ประสบภัย
role-coordinator = ผู้ประสานงาน
role-supervisor = ผู้กำกับดูแล
role-admin = ผู้ดูแลระบบ
role-other = บทบาทอื่น
import-open = นำเข้าตาราง
import-title = นำเข้าตาราง
import-what = แถวของตารางคำนวณหรือของโปรแกรมอื่นจะกลายเป็นบันทึก คุณจะเห็นก่อนว่าจะเกิดอะไร และจะยังไม่เขียนอะไรจนกว่าคุณจะตกลง
import-table = เลือกตาราง
import-mapping = เลือกแฟ้มจับคู่
import-no-file = ยังไม่ได้เลือกแฟ้ม
import-columns = คอลัมน์คืออะไร
import-mapped = ตามแฟ้มจับคู่
import-as = คำถามของ { $form }
import-running = { $total ->
    [0] กำลังอ่านตาราง
   *[other] { $done } จาก { $total } แถว
}
import-would = { $count ->
    [0] อ่าน { $rows } แถว ไม่มีแถวใดจะเป็นบันทึกใหม่
   *[other] อ่าน { $rows } แถว จะสร้าง { $count } บันทึก
}
import-done = { $count ->
    [0] อ่าน { $rows } แถว ไม่ได้สร้างบันทึก
   *[other] อ่าน { $rows } แถว สร้างแล้ว { $count } บันทึก
}
import-known = มี { $count } บันทึกอยู่ที่นี่แล้วและคงเดิม
import-joined = { $count } แถวพูดถึงบันทึกที่แถวก่อนหน้าสร้าง
import-rejected = { $count } แถวไม่ตรงและถูกเว้นไว้
import-rejected-rows = แถวที่ไม่ตรง
import-row = แถว { $row }, { $column }
import-stopped = หยุดแล้ว สิ่งที่สร้างไปแล้วยังอยู่ นำเข้าตารางเดิมอีกครั้งเพื่อทำต่อ
import-go = นำเข้า { $count } บันทึก
import-go-none = นำเข้า
import-save-rejected = บันทึกรายการ
import-saved-as = บันทึกเป็น { $name }
severity-explained = อธิบายแล้ว
severity-info = เพื่อทราบ
reason-of-rule = บอกไว้เมื่อกฎ { $rule } ถามว่าทำไม:
file-open = แสดงขนาดใหญ่: { $question }
file-of = รูป: { $question }
file-loading = กำลังเรียกรูป
file-picture = รูป { $width } × { $height } จุด { $size } kB
file-picture-plain = รูป { $size } kB
file-document = เอกสาร PDF { $size } kB
file-waits = { $words } · มีเฉพาะบนเครื่องนี้
file-elsewhere = แฟ้มนี้ไม่มีบนเครื่องนี้
file-show = แสดงรูป
file-save = บันทึกสำเนา
did-take-back = { $who } ถอนการตัดสินใจคืน
