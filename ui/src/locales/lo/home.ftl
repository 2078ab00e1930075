greeting-morning = ສະບາຍດີຕອນເຊົ້າ, { $name }
greeting-afternoon = ສະບາຍດີຕອນບ່າຍ, { $name }
greeting-evening = ສະບາຍດີຕອນແລງ, { $name }
home-day = { $today ->
    [0] { $weekday } { $day }. ຍັງບໍ່ມີບັນທຶກຂອງມື້ນີ້, ມີ { $week } ໃນເຈັດມື້ທີ່ຜ່ານມາ.
   *[other] { $weekday } { $day }. ມີ { $today } ບັນທຶກຂອງມື້ນີ້, { $week } ໃນເຈັດມື້ທີ່ຜ່ານມາ.
}
home-new = ໃໝ່: { $form }
home-more-forms = ແບບຟອມອື່ນ
home-no-forms = ຍັງບໍ່ມີແບບຟອມ. ມັນຈະມາຮອດໃນການຊິງຄັ້ງຕໍ່ໄປ.
returned-title = ສົ່ງກັບມາໃຫ້ທ່ານ
returned-count = ຕ້ອງແກ້ { $count }
fix = ແກ້
drafts-title = ຮ່າງ
draft-untitled = ຍັງບໍ່ມີຊື່
draft-line = { $problems ->
    [0] ບັນທຶກເມື່ອ { $when }, ພ້ອມສຳເລັດ
   *[other] ບັນທຶກເມື່ອ { $when }, ຍັງເຫຼືອ { $problems } ຄຳຖາມ
}
draft-continue = ເຮັດຕໍ່
draft-continue-spoken = ເຮັດຕໍ່ { $title }
aside-title = ເກັບໄວ້ຂ້າງໆ: { $count }
aside-text = ສິ່ງທີ່ທ່ານເກັບໄວ້ຂ້າງໆ ຢູ່ນີ້ສາມສິບມື້.
aside-restore = ເອົາກັບມາ
aside-restore-spoken = ເອົາກັບມາ: { $title }
today-title = ມື້ນີ້
today-empty = ມື້ນີ້ຍັງບໍ່ມີຫຍັງ
today-empty-text = ສິ່ງທີ່ທ່ານເຮັດສຳເລັດຈະສະແດງຢູ່ນີ້, ພ້ອມຜົນລວມ.
women = ແມ່ຍິງ
men = ຜູ້ຊາຍ
girls = ເດັກຍິງ
boys = ເດັກຊາຍ
total = ລວມ
people-count = { $count } ຄົນ
queue-waiting = { $count ->
    [0] ບໍ່ມີຫຍັງລໍຖ້າການຕັດສິນຂອງທ່ານ
   *[other] ມີ { $count } ບັນທຶກລໍຖ້າການຕັດສິນຂອງທ່ານ
}
queue-oldest = { $days ->
    [0] ທັງໝົດມາຮອດມື້ນີ້.
   *[other] ອັນເກົ່າສຸດລໍຖ້າມາ { $days } ມື້.
}
queue-none-text = ບັນທຶກໃໝ່ຈະສະແດງຢູ່ນີ້ທັນທີທີ່ມາຮອດ.
queue-start = ເລີ່ມກວດ
teams-title = ທີມ
teams-text = ຕາມທີ່ຄອມພິວເຕີນີ້ຮູ້. ທີມອາດມີບັນທຶກໃໝ່ກວ່າທີ່ຍັງບໍ່ມາຮອດ.
team = ທີມ
teams-records = ບັນທຶກ
teams-waiting = ລໍຖ້າກວດ
teams-newest = ບັນທຶກໃໝ່ສຸດ
teams-nothing = ຍັງບໍ່ມີ
teams-silent = ງຽບມາ { $days } ມື້
lost-title = ບໍ່ມີຫຍັງເສຍ
lost-text = ທຸກບັນທຶກ ແລະ ບ່ອນທີ່ມັນຢູ່ຕອນນີ້
lost-laptop = ໃນຄອມພິວເຕີນີ້
lost-handed = ມອບແລ້ວ
lost-confirmed = ສູນຢືນຢັນແລ້ວ
lost-equal = ທຽບກັບສູນວັນທີ { $day } ເວລາ { $time }: ທັງສອງຝ່າຍມີຄືກັນ.
lost-differs = ທຽບກັບສູນວັນທີ { $day } ເວລາ { $time }: ບໍ່ຄືກັນ. ກະລຸນາຊິງອີກເພື່ອແກ້.
lost-set-apart = ທຽບກັບສູນວັນທີ { $day } ເວລາ { $time }: ຄືກັນໝົດ ຍົກເວັ້ນສິ່ງທີ່ຄອມພິວເຕີນີ້ອ່ານ ຫຼື ເຊື່ອຖືບໍ່ໄດ້.
lost-not-taken = ທຽບກັບສູນວັນທີ { $day } ເວລາ { $time }: ຄືກັນໝົດ ຍົກເວັ້ນສິ່ງທີ່ສູນບໍ່ໄດ້ຮັບ. ມັນລໍຖ້າຢູ່ນີ້.
lost-never-compared = ຍັງບໍ່ໄດ້ທຽບກັບສູນ.
weeks-caption = ບັນທຶກຕໍ່ອາທິດ ຕາມວັນຂອງກິດຈະກຳ
week-of = ອາທິດຂອງວັນທີ
weekday-sunday = ວັນອາທິດ
weekday-monday = ວັນຈັນ
weekday-tuesday = ວັນອັງຄານ
weekday-wednesday = ວັນພຸດ
weekday-thursday = ວັນພະຫັດ
weekday-friday = ວັນສຸກ
weekday-saturday = ວັນເສົາ
returned-more = ແລະ ອີກ { $count } ຄຳເຫັນ
