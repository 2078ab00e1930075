review-waiting = รอ { $count } รายการ
review-empty = ไม่มีอะไรรอคุณ
review-empty-text = บันทึกจะแสดงที่นี่เมื่อทีมส่งและมาถึงเครื่องนี้
review-days = { $days ->
    [0] มาถึงวันนี้
   *[other] รอ { $days } วัน
}
review-again = แก้แล้ว
review-own = ของคุณเอง
review-next = ถัดไป
review-flagged = ทำไมจึงถูกทำเครื่องหมาย
review-clean = ไม่มีกฎใดพบปัญหา
review-corrected = สิ่งที่แก้ตั้งแต่ถูกส่งกลับ
neighbours = ทีมเดียวกัน วันเดียวกัน
move-submit = ส่ง
move-return = ส่งกลับ
move-verify = ตรวจสอบ
move-approve = อนุมัติ
move-reject = ไม่รับ
move-reopen = เปิดใหม่
move-lock = ล็อกบันทึก
move-withdraw = ถอน
move-other = ตัดสินใจ
decided = { $move }: { $title }
refusal-own-record = คุณเป็นผู้เขียนหรือแก้บันทึกนี้เอง ต้องให้ผู้อื่นตัดสินใจ
refusal-role = บทบาทของคุณไม่ได้ตัดสินใจเรื่องบันทึกนี้
refusal-state = ในสถานะปัจจุบันไม่มีอะไรต้องตัดสินใจ
refusal-conflict = สองคนแก้คำตอบเดียวกัน กรุณาจัดการก่อนแล้วจึงตัดสินใจ
refusal-blind = ตัดสินใจโดยยังไม่ได้เห็นรุ่นล่าสุด
refusal-other = ตอนนี้คุณตัดสินใจเรื่องบันทึกนี้ไม่ได้
reason = เหตุผล
reason-for = เพราะอะไร เหตุผลจะอยู่ในประวัติของ { $title }
return-text = { $who } จะเห็นข้อความของคุณข้างคำถาม
the-team = ทีม
return-choose = เลือกคำถาม
return-words = ควรดูอะไร
return-words-hint = ตัวอย่าง: กลุ่มรวมกันได้ 36 แต่ยอดรวมเขียน 38 ข้อไหนถูก
return-add = เพิ่มความเห็นอีก
return-do = { $count ->
    [0] ส่งกลับ
   *[other] ส่งกลับพร้อม { $count } ความเห็น
}
return-needs = การส่งกลับต้องมีความเห็นในคำถามอย่างน้อยหนึ่งข้อ เพื่อให้แก้ได้โดยไม่ต้องถามกลับ
comment-at = ส่งกลับพร้อมความเห็นเรื่อง { $question }
comment-remove = ลบความเห็นเรื่อง { $question }
bulk-verify = ตรวจสอบ { $count } บันทึกที่ไม่มีปัญหา
bulk-verify-text = ใน { $count } บันทึกนี้ไม่มีกฎใดพบปัญหา และไม่มีบันทึกของคุณเอง แต่ละบันทึกจะมีบรรทัดของตนในประวัติ
bulk-verify-do = ตรวจสอบทั้งหมดนี้
bulk-verify-progress = เสร็จ { $done } จาก { $count } คงเดิม { $left }
