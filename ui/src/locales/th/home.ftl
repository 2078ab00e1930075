greeting-morning = สวัสดีตอนเช้า { $name }
greeting-afternoon = สวัสดีตอนบ่าย { $name }
greeting-evening = สวัสดีตอนเย็น { $name }
home-day = { $today ->
    [0] { $weekday } { $day } ยังไม่มีบันทึกของวันนี้ มี { $week } ในเจ็ดวันที่ผ่านมา
   *[other] { $weekday } { $day } มี { $today } บันทึกของวันนี้ และ { $week } ในเจ็ดวันที่ผ่านมา
}
home-new = ใหม่: { $form }
home-more-forms = แบบฟอร์มอื่น
home-no-forms = ยังไม่มีแบบฟอร์ม จะมาถึงในการซิงก์ครั้งต่อไป
returned-title = ส่งกลับมาให้คุณ
returned-count = ต้องแก้ { $count } รายการ
fix = แก้
drafts-title = ร่าง
draft-untitled = ยังไม่มีชื่อ
draft-line = { $problems ->
    [0] บันทึกเมื่อ { $when } พร้อมเสร็จสิ้น
   *[other] บันทึกเมื่อ { $when } เหลือ { $problems } คำถาม
}
draft-continue = ทำต่อ
draft-continue-spoken = ทำต่อ { $title }
aside-title = เก็บไว้ข้าง ๆ: { $count }
aside-text = สิ่งที่คุณเก็บไว้ข้าง ๆ จะอยู่ที่นี่สามสิบวัน
aside-restore = นำกลับมา
aside-restore-spoken = นำกลับมา: { $title }
today-title = วันนี้
today-empty = วันนี้ยังไม่มีอะไร
today-empty-text = สิ่งที่คุณทำเสร็จจะแสดงที่นี่ พร้อมผลรวม
women = ผู้หญิง
men = ผู้ชาย
girls = เด็กหญิง
boys = เด็กชาย
total = รวม
people-count = { $count } คน
queue-waiting = { $count ->
    [0] ไม่มีอะไรรอการตัดสินใจของคุณ
   *[other] มี { $count } บันทึกรอการตัดสินใจของคุณ
}
queue-oldest = { $days ->
    [0] ทั้งหมดมาถึงวันนี้
   *[other] ที่เก่าที่สุดรอมา { $days } วัน
}
queue-none-text = บันทึกใหม่จะแสดงที่นี่ทันทีที่มาถึง
queue-start = เริ่มตรวจ
teams-title = ทีม
teams-text = ตามที่เครื่องนี้รู้ ทีมอาจมีบันทึกใหม่กว่าที่ยังมาไม่ถึง
team = ทีม
teams-records = บันทึก
teams-waiting = รอตรวจ
teams-newest = บันทึกล่าสุด
teams-nothing = ยังไม่มี
teams-silent = เงียบมา { $days } วัน
lost-title = ไม่มีอะไรสูญหาย
lost-text = ทุกบันทึก และที่ที่มันอยู่ตอนนี้
lost-laptop = บนเครื่องนี้
lost-handed = ส่งมอบแล้ว
lost-confirmed = ศูนย์ยืนยันแล้ว
lost-equal = เทียบกับศูนย์เมื่อ { $day } เวลา { $time }: ทั้งสองฝ่ายมีเหมือนกัน
lost-differs = เทียบกับศูนย์เมื่อ { $day } เวลา { $time }: ไม่เหมือนกัน กรุณาซิงก์อีกครั้งเพื่อแก้
lost-set-apart = เทียบกับศูนย์เมื่อ { $day } เวลา { $time }: เหมือนกันทั้งหมด ยกเว้นสิ่งที่เครื่องนี้อ่านหรือเชื่อถือไม่ได้
lost-not-taken = เทียบกับศูนย์เมื่อ { $day } เวลา { $time }: เหมือนกันทั้งหมด ยกเว้นสิ่งที่ศูนย์ยังไม่รับ สิ่งนั้นรออยู่ที่นี่
lost-never-compared = ยังไม่ได้เทียบกับศูนย์
weeks-caption = บันทึกต่อสัปดาห์ ตามวันของกิจกรรม
week-of = สัปดาห์ของวันที่
weekday-sunday = วันอาทิตย์
weekday-monday = วันจันทร์
weekday-tuesday = วันอังคาร
weekday-wednesday = วันพุธ
weekday-thursday = วันพฤหัสบดี
weekday-friday = วันศุกร์
weekday-saturday = วันเสาร์
returned-more = และอีก { $count } ความเห็น
