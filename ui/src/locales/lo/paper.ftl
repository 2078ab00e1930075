paper-page = ໜ້າ { $page } ຈາກ { $pages }
paper-missing = ຕົວອັກສອນທີ່ແບບພິມບໍ່ມີ ຈະພິມເປັນ �. ໄຟລ໌ຊະນິດອື່ນມີຕົວອັກສອນເຫຼົ່ານັ້ນ.
paper-period = ໄລຍະເວລາ
paper-teams = ທີມ
paper-place = ສະຖານທີ່
paper-cut-off = ນັບຮອດ
paper-code = ລະຫັດ
paper-kind = ປະເພດ
