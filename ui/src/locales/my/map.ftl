map-none = ဤဝင်းဒိုးသည် မြေပုံ မဆွဲနိုင်ပါ။ WebGL 2 လိုအပ်ပြီး ဂရပ်ဖစ်ဒရိုင်ဘာတွင် မရှိပါ။
map-closer = ပိုနီးရန်
map-wider = ပိုကျယ်ရန်
map-whole = အားလုံး ပြရန်
map-behind = အမှတ်များ၏ နောက်ခံ မြေပုံ
map-outlines = နိုင်ငံများ၏ ပုံကြမ်း
map-outlines-by = ပုံကြမ်း - Natural Earth။ နယ်နိမိတ်၏ အခြေအနေကို မဖော်ပြပါ။
map-broken = ဤမြေပုံကို မဖတ်နိုင်ပါ။ နိုင်ငံများ၏ ပုံကြမ်းကို အစားပြထားသည်။
place-map-label = တည်နေရာ မြေပုံ
place-map-position = တည်နေရာ
place-map-alone = အမည်ပေးထားသော နေရာ ဘယ်မှာရှိသည်ကို နေရာစာရင်းက မဖော်ပြပါ။
aim-open = မြေပုံပေါ်တွင် ရွေးရန်
aim-title = မြေပုံပေါ်ရှိ တည်နေရာ
aim-how = နေရာကို ကြက်ခြေခတ်အောက်သို့ ရောက်စေပါ။ မြေပုံကို ဆွဲပါ၊ နေရာကို နှိပ်ပါ၊ သို့မဟုတ် မြှားခလုတ်များ သုံးပါ (Shift နှင့်တွဲလျှင် နည်းနည်းချင်း ရွေ့သည်)။ အပေါင်းနှင့် အနုတ်ခလုတ်က ပိုနီး ပိုကျယ်စေသည်။ Enter က တည်နေရာကို ယူသည်။
aim-label = တည်နေရာ ရွေးရန် မြေပုံ။ မြှားခလုတ်များက ရွှေ့သည်၊ အပေါင်းနှင့် အနုတ်ခလုတ်က ပိုနီး ပိုကျယ်စေသည်၊ Enter က ကြက်ခြေခတ်အောက်ရှိ တည်နေရာကို ယူသည်။
aim-at = ကြက်ခြေခတ်အောက်: { $point }၊ ခန့်မှန်း { $count } မီတာအတွင်း
aim-far = ပိုနီးအောင် ကြည့်ပါ။ ဤအဆင့်တွင် တည်နေရာ { $count } မီတာ လွဲနိုင်သည်။
aim-take = ဤတည်နေရာကို ယူရန်
aim-instead = အကွက်ထဲတွင် တည်နေရာကို ရိုက်ထည့်ပါ။
report-views = အစီရင်ခံစာ ပြပုံ
report-view-tables = ဇယားနှင့် ပုံပြဇယား
report-view-map = မြေပုံ
report-map-empty = မြေပုံပေါ်တွင် ပြစရာ မရှိပါ
report-map-empty-text = { $records ->
    [0] ဤအချိန်နှင့် နေရာတွင် ဤအစီရင်ခံစာ၏ မှတ်တမ်း မရှိပါ။ အခြားအချိန် သို့မဟုတ် အစီရင်ခံစာကို ရွေးပါ။
   *[other] ဤအချိန်နှင့် နေရာတွင် မှတ်တမ်း { $records } ခု ရှိသော်လည်း တည်နေရာ မဖော်ပြပါ။
}
report-map-count = { $records ->
   *[other] မှတ်တမ်း { $records } ခုတွင် { $points } ခုက တည်နေရာ ဖော်ပြသည်။
}
report-map-only-waiting = { $count ->
   *[other] ရေတွက်ပြီးသည့်အရာများတွင် တည်နေရာ မပါပါ။ အတည်ပြုချက် စောင့်ဆိုင်းနေသော မှတ်တမ်း { $count } ခုတွင် ပါသည်။
}
report-map-with-waiting = အတည်ပြုချက် စောင့်ဆိုင်းနေသည်များကိုပါ ပြပါ ({ $count })
report-map-counts = အစီရင်ခံစာတွင် ရေတွက်သည်
report-map-waits = အတည်ပြုချက် စောင့်ဆိုင်းနေသည်
report-map-newest = အသစ်ဆုံး { $count } ခုကို ပြထားသည်။
report-map-forms = ပုံစံအားလုံး
report-map-of-form = { $form } (အရေအတွက် { $count })
report-map-label = အမှတ် { $points } ခု၏ မြေပုံ။ ဘေးရှိ စာရင်းတွင် အားလုံး ပါသည်။
report-map-instead = စာရင်းတွင် အမှတ်အားလုံး ပါသည်။
records-shown-as = မှတ်တမ်းများ ပြပုံ
records-as-list = စာရင်း
records-as-map = မြေပုံ
records-map-count = { $records ->
   *[other] မှတ်တမ်း { $records } ခုတွင် { $points } ခု၌ သင် ကြည့်ခွင့်ရှိသော တည်နေရာ ပါသည်။
}
records-map-none = { $records ->
   *[other] ကိုက်ညီသော မှတ်တမ်း { $records } ခု ရှိသော်လည်း သင် ကြည့်ခွင့်ရှိသော တည်နေရာ မပါပါ။
}
report-points = အမှတ်များ
report-points-all = { $count ->
   *[other] အမှတ် { $count } ခု
}
report-points-chosen = { $count ->
   *[other] မြေပုံပေါ်တွင် ရွေးထားသော အမှတ် { $count } ခု
}
report-points-show-all = အားလုံး ပြရန်
report-points-more = { $count } ခုမှ ထပ်ပြရန်
report-point-record = မှတ်တမ်း
report-point-place = နေရာ
report-point-people = လူဦးရေ
report-point-state = အခြေအနေ
report-point-on-map = မြေပုံပေါ်တွင်
report-point-find = { $record } ကို မြေပုံပေါ်တွင် ပြရန်
report-format-gpkg = မြေပုံပရိုဂရမ်များအတွက် အမှတ်များ (GeoPackage)
report-compare = { $title } ကို ယခင်အချိန်များနှင့် နှိုင်းယှဉ်ထားသည်။ ဇယား၏ နောက်ဆုံးအတန်းများတွင် ကိန်းဂဏန်းများ ရှိသည်။
report-compare-title = ယခင်အချိန်များနှင့် နှိုင်းယှဉ်ချက်
report-compare-now = ယခုအချိန်
settings-maps = မြေပုံများ
settings-maps-text = အစီရင်ခံစာ အမှတ်များ၏ နောက်ခံ မြေပုံများ၊ PMTiles ဖိုင်များ ဖြစ်သည်။ ဤစက်ထဲတွင် ရှိပြီး ကွန်ရက် မလိုပါ။
settings-map-import = မြေပုံ ထည့်ရန်
settings-map-copying = မြေပုံကို ကူးနေသည်…
settings-map-kept = { $name } ကို ဤစက်တွင် သိမ်းပြီးပါပြီ။
settings-maps-none = မြေပုံ မထည့်ရသေးပါ
settings-maps-none-text = အမှတ်များကို နိုင်ငံများ၏ ပုံကြမ်းပေါ်တွင် ပြသည်။ သင့်ဒေသ၏ PMTiles ဖိုင်က လမ်းနှင့် ရွာများကိုပါ ပြသည်။ ရုံးက အင်တာနက်ရှိရာတွင် ပြုလုပ်သည်။
settings-map-vector = မျဉ်းနှင့် ဧရိယာ၊ { $size }၊ အဆင့် { $from } မှ { $to }
settings-map-raster = ပုံများ၊ { $size }၊ အဆင့် { $from } မှ { $to }
settings-map-unusable = ဤဖိုင်ကို မဖတ်နိုင်တော့ပါ။ ဖယ်ရှားပြီး ပြန်ထည့်ပါ။
settings-map-remove = ဖယ်ရှားရန်
settings-map-remove-title = { $name } ကို ဖယ်ရှားရန်
settings-map-remove-text = ဤစက်ရှိ မိတ္တူကို ဖျက်မည်။ မည်သည့်မှတ်တမ်းမှ မပြောင်းပါ။
settings-map-removed = { $name } ကို ဖယ်ရှားပြီးပါပြီ။
