map-none = ໜ້າຕ່າງນີ້ແຕ້ມແຜນທີ່ບໍ່ໄດ້: ຕ້ອງໃຊ້ WebGL 2 ເຊິ່ງໄດຣເວີກຣາຟິກບໍ່ມີ
map-closer = ໃກ້ເຂົ້າ
map-wider = ໄກອອກ
map-whole = ສະແດງທັງໝົດ
map-behind = ແຜນທີ່ກ້ອງຈຸດ
map-outlines = ເສັ້ນສະແດງປະເທດ
map-outlines-by = ເສັ້ນສະແດງປະເທດ: Natural Earth ບໍ່ໄດ້ບອກສະຖານະຂອງຊາຍແດນໃດ
map-broken = ອ່ານແຜນທີ່ນີ້ບໍ່ໄດ້ ຈຶ່ງສະແດງເສັ້ນສະແດງປະເທດແທນ
place-map-label = ແຜນທີ່ຂອງຕຳແໜ່ງ
place-map-position = ຕຳແໜ່ງ
place-map-alone = ລາຍການສະຖານທີ່ບໍ່ໄດ້ບອກວ່າສະຖານທີ່ທີ່ລະບຸຢູ່ບ່ອນໃດ
aim-open = ເລືອກໃນແຜນທີ່
aim-title = ຕຳແໜ່ງໃນແຜນທີ່
aim-how = ໃຫ້ສະຖານທີ່ຢູ່ກ້ອງເຄື່ອງໝາຍກາ: ລາກແຜນທີ່ ຫຼື ກົດໃສ່ສະຖານທີ່ ຫຼື ໃຊ້ປຸ່ມລູກສອນ (ກົດ Shift ພ້ອມເພື່ອຍັບເທື່ອລະໜ້ອຍ). ປຸ່ມບວກ ແລະ ລົບ ເຮັດໃຫ້ໃກ້ ຫຼື ໄກອອກ. Enter ເອົາຕຳແໜ່ງນັ້ນ.
aim-label = ແຜນທີ່ສຳລັບເລືອກຕຳແໜ່ງ. ປຸ່ມລູກສອນຍັບແຜນທີ່, ປຸ່ມບວກ ແລະ ລົບ ເຮັດໃຫ້ໃກ້ ຫຼື ໄກອອກ, Enter ເອົາຕຳແໜ່ງກ້ອງເຄື່ອງໝາຍກາ.
aim-at = ກ້ອງເຄື່ອງໝາຍກາ: { $point }, ພາຍໃນປະມານ { $count } ແມັດ
aim-far = ກະລຸນາເບິ່ງໃກ້ກວ່ານີ້: ຢູ່ລະດັບນີ້ຕຳແໜ່ງອາດຜິດ { $count } ແມັດ.
aim-take = ເອົາຕຳແໜ່ງນີ້
aim-instead = ກະລຸນາພິມຕຳແໜ່ງໃສ່ໃນຊ່ອງແທນ.
report-views = ວິທີສະແດງລາຍງານ
report-view-tables = ຕາຕະລາງ ແລະ ແຜນພູມ
report-view-map = ແຜນທີ່
report-map-empty = ບໍ່ມີຫຍັງໃຫ້ສະແດງເທິງແຜນທີ່
report-map-empty-text = { $records ->
    [0] ບໍ່ມີບັນທຶກຂອງລາຍງານນີ້ໃນເວລາ ແລະ ສະຖານທີ່ນີ້ ເລືອກເວລາອື່ນ ຫຼື ລາຍງານອື່ນ
   *[other] ມີ { $records } ບັນທຶກໃນເວລາ ແລະ ສະຖານທີ່ນີ້ ແຕ່ບໍ່ມີບັນທຶກໃດບອກຕຳແໜ່ງ
}
report-map-count = { $records ->
   *[other] { $points } ຈາກ { $records } ບັນທຶກບອກຕຳແໜ່ງ
}
report-map-only-waiting = { $count ->
   *[other] ບໍ່ມີສິ່ງທີ່ນັບບອກຕຳແໜ່ງ ມີ { $count } ບັນທຶກທີ່ລໍຖ້າການອະນຸມັດບອກຕຳແໜ່ງ
}
report-map-with-waiting = ສະແດງສິ່ງທີ່ລໍຖ້າການອະນຸມັດນຳ ({ $count })
report-map-counts = ນັບໃນລາຍງານ
report-map-waits = ລໍຖ້າການອະນຸມັດ
report-map-newest = ສະແດງ { $count } ລາຍການຫຼ້າສຸດ
report-map-forms = ທຸກແບບຟອມ
report-map-of-form = { $form } (ຈຳນວນ { $count })
report-map-label = ແຜນທີ່ຂອງ { $points } ຈຸດ ລາຍການຂ້າງໆມີທຸກຈຸດ
report-map-instead = ລາຍການມີທຸກຈຸດ
records-shown-as = ວິທີສະແດງບັນທຶກ
records-as-list = ລາຍການ
records-as-map = ແຜນທີ່
records-map-count = { $records ->
   *[other] { $points } ຈາກ { $records } ບັນທຶກມີຕຳແໜ່ງທີ່ທ່ານເບິ່ງໄດ້
}
records-map-none = { $records ->
   *[other] ມີ { $records } ບັນທຶກທີ່ກົງກັບການຄົ້ນຫາ ແຕ່ບໍ່ມີບັນທຶກໃດມີຕຳແໜ່ງທີ່ທ່ານເບິ່ງໄດ້
}
report-points = ຈຸດ
report-points-all = { $count ->
   *[other] { $count } ຈຸດ
}
report-points-chosen = { $count ->
   *[other] { $count } ຈຸດທີ່ເລືອກເທິງແຜນທີ່
}
report-points-show-all = ສະແດງທັງໝົດ
report-points-more = ສະແດງເພີ່ມຈາກ { $count }
report-point-record = ບັນທຶກ
report-point-place = ສະຖານທີ່
report-point-people = ຈຳນວນຄົນ
report-point-state = ສະຖານະ
report-point-on-map = ເທິງແຜນທີ່
report-point-find = ສະແດງ { $record } ເທິງແຜນທີ່
report-format-gpkg = ຈຸດສຳລັບໂປຣແກຣມແຜນທີ່ (GeoPackage)
report-compare = { $title } ທຽບກັບເວລາກ່ອນ ຕົວເລກຢູ່ໃນແຖວທ້າຍຂອງຕາຕະລາງ
report-compare-title = ທຽບກັບເວລາກ່ອນ
report-compare-now = ເວລານີ້
settings-maps = ແຜນທີ່
settings-maps-text = ແຜນທີ່ກ້ອງຈຸດຂອງລາຍງານ ເປັນໄຟລ໌ PMTiles ເກັບໃນເຄື່ອງນີ້ ແລະ ບໍ່ຕ້ອງໃຊ້ເຄືອຂ່າຍ
settings-map-import = ເພີ່ມແຜນທີ່
settings-map-copying = ກຳລັງສຳເນົາແຜນທີ່…
settings-map-kept = ເກັບ { $name } ໄວ້ໃນເຄື່ອງນີ້ແລ້ວ
settings-maps-none = ຍັງບໍ່ໄດ້ເພີ່ມແຜນທີ່
settings-maps-none-text = ຈຸດສະແດງເທິງເສັ້ນສະແດງປະເທດ ໄຟລ໌ PMTiles ຂອງພື້ນທີ່ທ່ານສະແດງທາງ ແລະ ບ້ານນຳ ຫ້ອງການເຮັດໄຟລ໌ນີ້ບ່ອນທີ່ມີອິນເຕີເນັດ
settings-map-vector = ເສັ້ນ ແລະ ພື້ນທີ່ { $size } ລະດັບ { $from } ຫາ { $to }
settings-map-raster = ຮູບພາບ { $size } ລະດັບ { $from } ຫາ { $to }
settings-map-unusable = ອ່ານໄຟລ໌ນີ້ບໍ່ໄດ້ແລ້ວ ເອົາອອກ ແລ້ວເພີ່ມອີກເທື່ອໜຶ່ງ
settings-map-remove = ເອົາອອກ
settings-map-remove-title = ເອົາ { $name } ອອກ
settings-map-remove-text = ສຳເນົາໃນເຄື່ອງນີ້ຈະຖືກລຶບ ບໍ່ມີບັນທຶກໃດປ່ຽນ
settings-map-removed = ເອົາ { $name } ອອກແລ້ວ
