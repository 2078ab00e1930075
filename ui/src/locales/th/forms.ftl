forms-title = แบบฟอร์ม
forms-installed = แบบฟอร์มที่ติดตั้ง
forms-import = นำเข้าแบบฟอร์ม
forms-import-text = XLSForm (.xlsx, .xls, .csv) หรือ XForm XML คุณจะเห็นก่อนว่าอะไรจะเปลี่ยน และจะยังไม่ติดตั้งอะไรจนกว่าคุณจะตกลง
forms-reading = กำลังอ่านแบบฟอร์ม
forms-none = ยังไม่มีแบบฟอร์ม
forms-none-text = กรุณานำเข้า หรือซิงก์ แบบฟอร์มมาจากศูนย์ได้ด้วย
forms-choose = ยังไม่ได้เลือกแบบฟอร์ม
forms-choose-text = เลือกแบบฟอร์มเพื่อดูรุ่นต่าง ๆ หรืออ่านทั้งหมด
forms-version = รุ่น { $version }
forms-in-use = ใช้อยู่
forms-not-in-use = ไม่ได้ใช้
forms-languages = ภาษา
forms-versions = รุ่น
forms-use = ใช้รุ่นนี้
forms-retire = เลิกใช้
forms-retired-told = เลิกใช้ { $form } กับบันทึกใหม่แล้ว บันทึกและร่างของแบบฟอร์มนี้ยังอยู่
forms-used-told = นับจากนี้บันทึกใหม่ของ { $form } ใช้รุ่น { $version } ร่างยังใช้รุ่นเดิม
forms-preview = อ่านทั้งหมด
forms-preview-text = ทุกอย่างที่แบบฟอร์มถาม รวมถึงสิ่งที่เงื่อนไขจะซ่อนไว้ ที่นี่กรอกไม่ได้
forms-preview-language = ภาษาของแบบฟอร์ม
forms-untranslated = มี { $count } ข้อความที่ยังไม่ได้แปลและแสดงเป็นภาษาอื่น
forms-not-translated = ยังไม่ได้แปล
forms-conditional = ถามเมื่อมีเงื่อนไขเท่านั้น
forms-repeated = หนึ่งครั้งหรือหลายครั้ง
forms-more-choices = และอีก { $count } รายการ
forms-look = { $form } รุ่น { $version }
forms-look-file = แฟ้ม: { $name }
forms-news-form = แบบฟอร์มนี้ใหม่สำหรับเครื่องนี้
forms-news-version = นี่เป็นอีกรุ่นหนึ่งของแบบฟอร์มที่มีอยู่แล้ว
forms-news-installed = รุ่นนี้ติดตั้งไว้แล้ว ติดตั้งอีกครั้งจะเพียงทำให้เป็นรุ่นที่ใช้อยู่
forms-news-differs = รุ่นนี้ติดตั้งไว้แล้วแต่เนื้อหาต่างกัน รุ่นหนึ่งจะไม่เปลี่ยนอีก กรุณาให้เลขรุ่นอื่นแก่แบบฟอร์มใหม่
forms-unusable = ยังใช้แบบฟอร์มนี้ไม่ได้ กรุณาแก้สิ่งที่อยู่ในรายการ แล้วเลือกแฟ้มอีกครั้ง
forms-clean = ไม่มีอะไรผิดในแฟ้มนี้
forms-questions = { $count } คำถาม
forms-errors = { $count ->
    [0] ไม่มีอะไรต้องแก้
   *[other] ต้องแก้ { $count } จุด
}
forms-warnings = { $count ->
    [0] ไม่มีข้อสังเกต
   *[other] ข้อสังเกต { $count } ข้อ
}
forms-findings = สิ่งที่พบในแฟ้ม
forms-findings-text = บรรทัดเหล่านี้เป็นภาษาอังกฤษ สำหรับผู้เขียนแบบฟอร์ม
forms-findings-more = มีอีก { $count } รายการที่ไม่ได้แสดงที่นี่
forms-sheet = แผ่นงาน
forms-row = แถว
forms-column = คอลัมน์
forms-finding = สิ่งที่ต้องแก้
forms-whole-file = ทั้งแฟ้ม
forms-changes = สิ่งที่เปลี่ยน
forms-changes-none = ไม่มีอะไรเปลี่ยนสำหรับผู้กรอก
forms-take = ติดตั้ง
forms-taken = ติดตั้ง { $form } รุ่น { $version } และใช้อยู่แล้ว
