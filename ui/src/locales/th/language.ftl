language-name = ไทย
language-numbers = en-GB
language-state = awaiting-review
language-choose = กรุณาเลือกภาษา
language-awaits-review = คำแปลนี้ยังไม่ได้รับการตรวจจากเจ้าของภาษา
