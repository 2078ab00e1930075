review-waiting = ລໍຖ້າ { $count }
review-empty = ບໍ່ມີຫຍັງລໍຖ້າທ່ານ
review-empty-text = ບັນທຶກຈະສະແດງຢູ່ນີ້ເມື່ອທີມສົ່ງ ແລະ ມາຮອດຄອມພິວເຕີນີ້.
review-days = { $days ->
    [0] ມາຮອດມື້ນີ້
   *[other] ລໍຖ້າ { $days } ມື້
}
review-again = ແກ້ແລ້ວ
review-own = ຂອງທ່ານເອງ
review-next = ຕໍ່ໄປ
review-flagged = ຍ້ອນຫຍັງຈຶ່ງຖືກໝາຍ
review-clean = ບໍ່ມີກົດໃດພົບບັນຫາ.
review-corrected = ສິ່ງທີ່ແກ້ຕັ້ງແຕ່ຖືກສົ່ງກັບ
neighbours = ທີມດຽວກັນ, ມື້ດຽວກັນ
move-submit = ສົ່ງ
move-return = ສົ່ງກັບ
move-verify = ກວດສອບ
move-approve = ອະນຸມັດ
move-reject = ບໍ່ຮັບ
move-reopen = ເປີດຄືນ
move-lock = ລັອກບັນທຶກ
move-withdraw = ຖອນ
move-other = ຕັດສິນ
decided = { $move }: { $title }
refusal-own-record = ທ່ານເປັນຜູ້ຂຽນ ຫຼື ແກ້ບັນທຶກນີ້ເອງ. ໃຫ້ຜູ້ອື່ນຕັດສິນ.
refusal-role = ໜ້າທີ່ຂອງທ່ານບໍ່ໄດ້ຕັດສິນບັນທຶກນີ້.
refusal-state = ໃນສະຖານະປັດຈຸບັນບໍ່ມີຫຍັງຕ້ອງຕັດສິນ.
refusal-conflict = ສອງຄົນແກ້ຄຳຕອບດຽວກັນ. ກະລຸນາແກ້ໄຂກ່ອນ, ແລ້ວຈຶ່ງຕັດສິນ.
refusal-blind = ຕັດສິນໂດຍບໍ່ໄດ້ເຫັນລຸ້ນໃໝ່ສຸດ.
refusal-other = ຕອນນີ້ທ່ານຕັດສິນບັນທຶກນີ້ບໍ່ໄດ້.
reason = ເຫດຜົນ
reason-for = ຍ້ອນຫຍັງ? ເຫດຜົນຈະຢູ່ໃນປະຫວັດຂອງ { $title }.
return-text = { $who } ຈະເຫັນຂໍ້ຄວາມຂອງທ່ານຢູ່ຂ້າງຄຳຖາມ.
the-team = ທີມ
return-choose = ເລືອກຄຳຖາມ
return-words = ຄວນເບິ່ງຫຍັງ?
return-words-hint = ຕົວຢ່າງ: ກຸ່ມລວມກັນໄດ້ 36, ຍອດລວມຂຽນ 38. ອັນໃດຖືກ?
return-add = ເພີ່ມຄຳເຫັນອີກ
return-do = { $count ->
    [0] ສົ່ງກັບ
   *[other] ສົ່ງກັບພ້ອມ { $count } ຄຳເຫັນ
}
return-needs = ການສົ່ງກັບຕ້ອງມີຄຳເຫັນໃສ່ຄຳຖາມຢ່າງໜ້ອຍໜຶ່ງຂໍ້, ເພື່ອໃຫ້ແກ້ໄດ້ໂດຍບໍ່ຕ້ອງຖາມຄືນ.
comment-at = ສົ່ງກັບພ້ອມຄຳເຫັນກ່ຽວກັບ { $question }
comment-remove = ເອົາຄຳເຫັນກ່ຽວກັບ { $question } ອອກ
bulk-verify = ກວດສອບ { $count } ບັນທຶກທີ່ບໍ່ມີບັນຫາ
bulk-verify-text = ໃນ { $count } ບັນທຶກນີ້ບໍ່ມີກົດໃດພົບບັນຫາ, ແລະ ບໍ່ມີອັນໃດເປັນຂອງທ່ານ. ແຕ່ລະບັນທຶກມີແຖວຂອງມັນໃນປະຫວັດ.
bulk-verify-do = ກວດສອບທັງໝົດນີ້
bulk-verify-progress = ແລ້ວ { $done } ໃນ { $count }, ຄົງເດີມ { $left }
