language-name = ພາສາລາວ
language-numbers = vi
language-state = awaiting-review
language-choose = ກະລຸນາເລືອກພາສາ
language-awaits-review = ຄຳແປນີ້ຍັງບໍ່ທັນໄດ້ຮັບການກວດຈາກເຈົ້າຂອງພາສາ.
