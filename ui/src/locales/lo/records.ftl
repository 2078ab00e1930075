records-title = ບັນທຶກ
records-count = { $count } ບັນທຶກ
records-find = ຄົ້ນຫາໃນບັນທຶກ
records-empty = ຍັງບໍ່ມີບັນທຶກ
records-empty-text = ສິ່ງທີ່ທ່ານເຮັດສຳເລັດ ແລະ ສິ່ງທີ່ມາຈາກທີມຂອງທ່ານ ຈະສະແດງຢູ່ນີ້.
records-no-match = ບໍ່ມີບັນທຶກທີ່ກົງ
records-no-match-text = ກະລຸນາເອົາຕົວກອງອອກ ຫຼື ໃຊ້ຄຳໜ້ອຍລົງ.
record-open = ເປີດບັນທຶກ
record-beside = ບັນທຶກທີ່ເລືອກ
record-none = ຍັງບໍ່ໄດ້ເລືອກບັນທຶກ
record-none-text = ເລືອກແຖວເພື່ອເບິ່ງຄຳຕອບຢູ່ນີ້.
record-version = ແບບຟອມລຸ້ນ { $version }
column-date = ວັນທີ
column-what = ບັນທຶກ
column-people = ຈຳນວນຄົນ
column-state = ສະຖານະ
form = ແບບຟອມ
filter-review = ສະຖານະການກວດ
filter-delivery = ການສົ່ງ
filter-problems = ມີບັນຫາ
filter-conflicts = ມີຂໍ້ຂັດແຍ່ງ
filter-every = ທັງໝົດ
filter-chosen = { $name }: { $value }
filters-clear = ລຶບຕົວກອງ
period = ໄລຍະເວລາ
period-this-month = ເດືອນນີ້
period-last-month = ເດືອນກ່ອນ
period-first-day = ຕັ້ງແຕ່
period-last-day = ຮອດ
period-any = ທຸກເວລາ
period-between = { $from } ຫາ { $to }
period-from = ຕັ້ງແຕ່ { $from }
period-to = ຮອດ { $to }
review-draft = ຮ່າງ
review-submitted = ສົ່ງແລ້ວ
review-returned = ສົ່ງກັບ
review-verified = ກວດສອບແລ້ວ
review-approved = ອະນຸມັດແລ້ວ
review-locked = ລັອກແລ້ວ
review-rejected = ບໍ່ຮັບ
review-withdrawn = ຖອນແລ້ວ
review-unknown = ບໍ່ຮູ້
delivery-laptop = ໃນຄອມພິວເຕີນີ້
delivery-handed = ມອບແລ້ວ
delivery-confirmed = ຢືນຢັນແລ້ວ
delivery-unknown = ບໍ່ຮູ້
problems = ບັນຫາ
problems-none = ບໍ່ມີບັນຫາ
problems-count = { $count } ບັນຫາ
severity-error = ຕ້ອງແກ້
severity-warning = ກະລຸນາກວດ
conflict = ຂໍ້ຂັດແຍ່ງ
conflict-title = { $count ->
    [1] ສອງຄົນແກ້ຄຳຕອບດຽວກັນ
   *[other] ສອງຄົນແກ້ { $count } ຄຳຕອບດຽວກັນ
}
conflict-text = ເກັບໄວ້ທັງສອງ. ຈົນກວ່າມີຄົນແກ້ໄຂ, ທຸກເຄື່ອງສະແດງອັນດຽວກັນ.
conflict-settle = ແກ້ໄຂ
conflict-base = ກ່ອນໜ້າ
conflict-ours = ທີ່ສະແດງຢູ່
conflict-theirs = ອີກອັນ
conflict-line = ສອງຄົນແກ້ { $title }
question = ຄຳຖາມ
answers = ຄຳຕອບ
no-answer = ບໍ່ມີຄຳຕອບ
class-p1 = ພາຍໃນ
class-p2 = ສ່ວນຕົວ
class-p3 = ອ່ອນໄຫວ
edit = ແກ້
edit-continue = ແກ້ຕໍ່
history = ປະຫວັດ
did-create = { $who } ຂຽນບັນທຶກ
did-change = { $changes ->
    [0] { $who } ບັນທຶກອີກໂດຍບໍ່ມີການປ່ຽນ
   *[other] { $who } ແກ້ { $changes } ຄຳຕອບ
}
did-erase = { $who } ລຶບຄຳຕອບຕາມຄຳຂໍຂອງເຈົ້າຕົວ
did-submit = { $who } ສົ່ງບັນທຶກ
did-return = { $who } ສົ່ງກັບ
did-verify = { $who } ກວດສອບ
did-approve = { $who } ອະນຸມັດ
did-reject = { $who } ບໍ່ຮັບ
did-reopen = { $who } ເປີດຄືນ
did-lock = { $who } ລັອກ
did-withdraw = { $who } ຖອນ
did-other = { $who } ຕັດສິນ
decision-ignored = ການຕັດສິນນີ້ບໍ່ນັບ: { $reason }
see-changes = ສິ່ງທີ່ປ່ຽນ
compare = ທຽບສອງລຸ້ນ
compare-from = ຈາກ
compare-to = ຫາ
save-option = { $when }, { $who }
diff-none = ທັງສອງຄືກັນ.
diff-old = ກ່ອນ:
diff-new = ຕອນນີ້:
receipts = ໃບຮັບ
receipts-none = ສູນຍັງບໍ່ຢືນຢັນບັນທຶກນີ້. ມັນປອດໄພໃນຄອມພິວເຕີນີ້.
receipts-trial = ໂຄງການທົດລອງບໍ່ມີສູນ, ຈຶ່ງບໍ່ມີໃບຮັບ.
receipt-line = { $count } ສະບັບ, ສູນລົງລາຍເຊັນ { $when }
receipt-line-files = ຮູບ ແລະ ເອກະສານສະແກນ { $count }, ສູນລົງລາຍເຊັນ { $when }
receipt-verified = ລາຍເຊັນຖືກຕ້ອງ
receipt-unverified = ຍັງບໍ່ໄດ້ກວດລາຍເຊັນ
receipt-check = ກວດ
receipt-checked-now = ຫາກໍກວດໃນຄອມພິວເຕີນີ້.
role-field = ພາກສະໜາມ
role-va = ຊ່ວຍເຫຼືອຜູ້ເຄາະຮ້າຍ
role-coordinator = ຜູ້ປະສານງານ
role-supervisor = ຜູ້ຊີ້ນຳ
role-admin = ຜູ້ບໍລິຫານລະບົບ
role-other = ໜ້າທີ່ອື່ນ
import-open = ນຳເຂົ້າຕາຕະລາງ
import-title = ນຳເຂົ້າຕາຕະລາງ
import-what = ແຖວຂອງຕາຕະລາງ ຫຼື ຂອງໂປຣແກຣມອື່ນກາຍເປັນບັນທຶກ. ທ່ານຈະເຫັນກ່ອນວ່າຈະເກີດຫຍັງ; ບໍ່ຂຽນຫຍັງຈົນກວ່າທ່ານຈະຕົກລົງ.
import-table = ເລືອກຕາຕະລາງ
import-mapping = ເລືອກໄຟລ໌ຈັບຄູ່
import-no-file = ຍັງບໍ່ໄດ້ເລືອກໄຟລ໌
import-columns = ຖັນແມ່ນຫຍັງ
import-mapped = ຕາມໄຟລ໌ຈັບຄູ່
import-as = ຄຳຖາມຂອງ { $form }
import-running = { $total ->
    [0] ກຳລັງອ່ານຕາຕະລາງ
   *[other] { $done } ໃນ { $total } ແຖວ
}
import-would = { $count ->
    [0] ອ່ານ { $rows } ແຖວ; ບໍ່ມີແຖວໃດຈະເປັນບັນທຶກໃໝ່.
   *[other] ອ່ານ { $rows } ແຖວ; ຈະສ້າງ { $count } ບັນທຶກ.
}
import-done = { $count ->
    [0] ອ່ານ { $rows } ແຖວ; ບໍ່ໄດ້ສ້າງບັນທຶກ.
   *[other] ອ່ານ { $rows } ແຖວ; ສ້າງແລ້ວ { $count } ບັນທຶກ.
}
import-known = ມີ { $count } ບັນທຶກຢູ່ນີ້ແລ້ວ ແລະ ຄົງເດີມ.
import-joined = { $count } ແຖວເວົ້າເຖິງບັນທຶກທີ່ແຖວກ່ອນສ້າງ.
import-rejected = { $count } ແຖວບໍ່ຖືກ ແລະ ຖືກເວັ້ນໄວ້.
import-rejected-rows = ແຖວທີ່ບໍ່ຖືກ
import-row = ແຖວ { $row }, { $column }
import-stopped = ຢຸດແລ້ວ. ສິ່ງທີ່ສ້າງແລ້ວຍັງຢູ່; ນຳເຂົ້າຕາຕະລາງເດີມອີກເພື່ອເຮັດຕໍ່.
import-go = ນຳເຂົ້າ { $count } ບັນທຶກ
import-go-none = ນຳເຂົ້າ
import-save-rejected = ບັນທຶກລາຍການ
import-saved-as = ບັນທຶກເປັນ { $name }
severity-explained = ອະທິບາຍແລ້ວ
severity-info = ເພື່ອຮັບຮູ້
reason-of-rule = ບອກໄວ້ເມື່ອກົດ { $rule } ຖາມວ່າຍ້ອນຫຍັງ:
file-open = ສະແດງຂະໜາດໃຫຍ່: { $question }
file-of = ຮູບ: { $question }
file-loading = ກຳລັງດຶງຮູບ.
file-picture = ຮູບ, { $width } × { $height } ຈຸດ, { $size } kB
file-picture-plain = ຮູບ, { $size } kB
file-document = ເອກະສານ PDF, { $size } kB
file-waits = { $words } · ມີແຕ່ໃນຄອມພິວເຕີນີ້
file-elsewhere = ໄຟລ໌ນີ້ບໍ່ມີໃນຄອມພິວເຕີນີ້.
file-show = ສະແດງຮູບ
file-save = ບັນທຶກສຳເນົາ
did-take-back = { $who } ຖອນການຕັດສິນຄືນ
