forms-title = ແບບຟອມ
forms-installed = ແບບຟອມທີ່ຕິດຕັ້ງ
forms-import = ນຳເຂົ້າແບບຟອມ
forms-import-text = XLSForm (.xlsx, .xls, .csv) ຫຼື XForm XML. ທ່ານຈະເຫັນກ່ອນວ່າຫຍັງຈະປ່ຽນ; ບໍ່ຕິດຕັ້ງຫຍັງຈົນກວ່າທ່ານຈະຕົກລົງ.
forms-reading = ກຳລັງອ່ານແບບຟອມ
forms-none = ຍັງບໍ່ມີແບບຟອມ
forms-none-text = ກະລຸນານຳເຂົ້າອັນໜຶ່ງ ຫຼື ຊິງ: ແບບຟອມກໍມາຈາກສູນໄດ້.
forms-choose = ຍັງບໍ່ໄດ້ເລືອກແບບຟອມ
forms-choose-text = ເລືອກແບບຟອມເພື່ອເບິ່ງລຸ້ນຂອງມັນ ຫຼື ອ່ານທັງໝົດ.
forms-version = ລຸ້ນ { $version }
forms-in-use = ກຳລັງໃຊ້
forms-not-in-use = ບໍ່ໄດ້ໃຊ້
forms-languages = ພາສາ
forms-versions = ລຸ້ນຕ່າງໆ
forms-use = ໃຊ້ລຸ້ນນີ້
forms-retire = ເຊົາໃຊ້
forms-retired-told = ເຊົາໃຊ້ { $form } ກັບບັນທຶກໃໝ່ແລ້ວ. ບັນທຶກ ແລະ ຮ່າງຂອງມັນຍັງຢູ່.
forms-used-told = ຕັ້ງແຕ່ນີ້ບັນທຶກໃໝ່ຂອງ { $form } ໃຊ້ລຸ້ນ { $version }. ຮ່າງຍັງໃຊ້ລຸ້ນຂອງມັນ.
forms-preview = ອ່ານທັງໝົດ
forms-preview-text = ທຸກຢ່າງທີ່ແບບຟອມຖາມ, ລວມທັງສິ່ງທີ່ເງື່ອນໄຂຈະເຊື່ອງໄວ້. ຢູ່ນີ້ປ້ອນບໍ່ໄດ້.
forms-preview-language = ພາສາຂອງແບບຟອມ
forms-untranslated = ມີ { $count } ຂໍ້ຄວາມຍັງບໍ່ໄດ້ແປ ແລະ ສະແດງເປັນພາສາອື່ນ.
forms-not-translated = ຍັງບໍ່ໄດ້ແປ
forms-conditional = ຖາມເມື່ອມີເງື່ອນໄຂເທົ່ານັ້ນ
forms-repeated = ໜຶ່ງ ຫຼື ຫຼາຍເທື່ອ
forms-more-choices = ແລະ ອີກ { $count } ລາຍການ
forms-look = { $form }, ລຸ້ນ { $version }
forms-look-file = ໄຟລ໌: { $name }
forms-news-form = ແບບຟອມນີ້ໃໝ່ສຳລັບຄອມພິວເຕີນີ້.
forms-news-version = ນີ້ແມ່ນອີກລຸ້ນໜຶ່ງຂອງແບບຟອມທີ່ມີຢູ່ແລ້ວ.
forms-news-installed = ລຸ້ນນີ້ຕິດຕັ້ງແລ້ວ. ການຕິດຕັ້ງອີກພຽງແຕ່ເຮັດໃຫ້ມັນເປັນລຸ້ນທີ່ໃຊ້.
forms-news-differs = ລຸ້ນນີ້ຕິດຕັ້ງແລ້ວ ແຕ່ເນື້ອໃນຕ່າງກັນ. ລຸ້ນໜຶ່ງບໍ່ປ່ຽນອີກ: ກະລຸນາໃຫ້ເລກລຸ້ນອື່ນແກ່ອັນໃໝ່.
forms-unusable = ແບບຟອມນີ້ຍັງໃຊ້ບໍ່ໄດ້. ກະລຸນາແກ້ສິ່ງທີ່ຢູ່ໃນລາຍການ ແລ້ວເລືອກໄຟລ໌ອີກ.
forms-clean = ບໍ່ມີຫຍັງຜິດໃນໄຟລ໌ນີ້.
forms-questions = { $count } ຄຳຖາມ
forms-errors = { $count ->
    [0] ບໍ່ມີຫຍັງຕ້ອງແກ້
   *[other] ຕ້ອງແກ້ { $count } ຈຸດ
}
forms-warnings = { $count ->
    [0] ບໍ່ມີຂໍ້ສັງເກດ
   *[other] { $count } ຂໍ້ສັງເກດ
}
forms-findings = ສິ່ງທີ່ພົບໃນໄຟລ໌
forms-findings-text = ແຖວເຫຼົ່ານີ້ເປັນພາສາອັງກິດ, ສຳລັບຜູ້ຂຽນແບບຟອມ.
forms-findings-more = ຍັງມີອີກ { $count } ທີ່ບໍ່ໄດ້ສະແດງຢູ່ນີ້.
forms-sheet = ແຜ່ນງານ
forms-row = ແຖວ
forms-column = ຖັນ
forms-finding = ສິ່ງທີ່ຕ້ອງແກ້
forms-whole-file = ທັງໄຟລ໌
forms-changes = ສິ່ງທີ່ປ່ຽນ
forms-changes-none = ບໍ່ມີຫຍັງປ່ຽນສຳລັບຜູ້ປ້ອນ.
forms-take = ຕິດຕັ້ງ
forms-taken = ຕິດຕັ້ງ { $form }, ລຸ້ນ { $version }, ແລ້ວ ແລະ ກຳລັງໃຊ້.
