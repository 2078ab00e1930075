report = ລາຍງານ
report-pickers = ກ່ຽວກັບລາຍງານ
report-put-together = ລາຍງານ
report-indicators = ຕົວຊີ້ວັດແຕ່ລະຢ່າງ
report-indicator = { $id } · { $title }
report-by = ແຖວຕາມ
report-by-country = ແຖວດຽວສຳລັບທັງໝົດ
report-by-province = ແຂວງ
report-by-district = ເມືອງ
report-by-commune = ກຸ່ມບ້ານ
report-by-village = ບ້ານ
report-by-project = ໂຄງການ
report-by-team = ທີມ
report-by-month = ເດືອນ
report-project-any = ທຸກໂຄງການ
report-period-month = ເດືອນ
report-period-quarter = ໄຕມາດ
report-period-year = ປີ
report-period-days = ວັນທີ່ເລືອກເອງ
report-earlier = ກ່ອນ
report-later = ຕໍ່ໄປ
report-about = { $from } ຫາ { $to }, { $teams }, ຮອດ { $moment }. ນັບຢູ່ໃນຄອມພິວເຕີນີ້.
report-closed = { $count ->
   *[other] ປິດແລ້ວ { $count } ເດືອນ.
}
report-confidential = ເປັນຄວາມລັບ. ເຮັດໂດຍ { $who }.
report-empty = ບໍ່ມີຫຍັງຖືກນັບ
report-empty-text = ບໍ່ມີບັນທຶກທີ່ອະນຸມັດແລ້ວໃນເວລາແລະສະຖານທີ່ນີ້. ເລືອກເວລາອື່ນ ຫຼືເບິ່ງສິ່ງທີ່ລໍຖ້າກວດ.
report-heading-split = { $title } · { $split }
report-source = { $id }, ວັກ { $source }
report-whole = ບັນທຶກເຫຼົ່ານີ້ບໍ່ບອກໂຄງການ: ຕົວເລກແມ່ນຂອງທຸກໂຄງການ.
report-provisional = { $waiting ->
    [0] ບັນທຶກທັງ { $all } ອະນຸມັດແລ້ວ.
   *[other] { $waiting } ຈາກ { $all } ບັນທຶກ ({ $share } %) ລໍຖ້າອະນຸມັດ ແລະຍັງບໍ່ຖືກນັບ.
}
report-row = ແຖວ
report-total = ລວມ
report-before = ໄລຍະກ່ອນ
report-year-before = ໜຶ່ງປີກ່ອນ
report-waiting = ລໍຖ້າອະນຸມັດ
report-adjustments = ເພີ່ມຫຼັງຈາກປິດເດືອນ
report-chart = { $title }: { $count } ແທ່ງ. ໃຫຍ່ສຸດແມ່ນ { $most } ມີ { $value }, ນ້ອຍສຸດແມ່ນ { $least } ມີ { $small }. ຕາຕະລາງຂ້າງໆມີທຸກຕົວເລກ.
report-chart-most = { $count } ແຖວໃຫຍ່ສຸດຂອງຕາຕະລາງ.
report-chart-all = ຕາມຕາຕະລາງ, ໃຫຍ່ສຸດກ່ອນ.
report-give = ສົ່ງອອກ
report-giving = ກຳລັງຂຽນ…
report-given = ຂຽນ { $name } ແລ້ວ.
report-save = ເລືອກບ່ອນເກັບ
report-format = ຊະນິດໄຟລ໌
report-format-xlsx = ປຶ້ມວຽກ (XLSX)
report-format-pdf = ພິມໃສ່ເຈ້ຍ (PDF)
report-format-csv = ຕາຕະລາງ (CSV)
report-format-json = ສຳລັບໂປຣແກຣມ (JSON)
report-format-geojson = ຈຸດສຳລັບແຜນທີ່ (GeoJSON)
report-recipient = ສຳລັບໃຜ ນອກທີມ
report-recipient-text = ປະໄວ້ຫວ່າງສຳລັບໄຟລ໌ທີ່ຢູ່ໃນທີມ. ສຳລັບຄົນອື່ນ ບຸກຄົນຈະໄດ້ຊື່ອື່ນ, ຕົວເລກນ້ອຍຖືກເຊື່ອງ, ສະຖານທີ່ແລະວັນບອກບໍ່ລະອຽດ. ສິ່ງທີ່ສົ່ງອອກຈະຖືກບັນທຶກໄວ້.
