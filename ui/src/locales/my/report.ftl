report = အစီရင်ခံစာ
report-pickers = အစီရင်ခံစာအကြောင်း
report-put-together = အစီရင်ခံစာများ
report-indicators = ညွှန်းကိန်းတစ်ခုချင်း
report-indicator = { $id } · { $title }
report-by = အတန်းခွဲပုံ
report-by-country = အားလုံးအတွက် တစ်တန်း
report-by-province = ပြည်နယ်/တိုင်း
report-by-district = ခရိုင်
report-by-commune = ကျေးရွာအုပ်စု
report-by-village = ကျေးရွာ
report-by-project = စီမံကိန်း
report-by-team = အဖွဲ့
report-by-month = လ
report-project-any = စီမံကိန်းအားလုံး
report-period-month = လ
report-period-quarter = သုံးလပတ်
report-period-year = နှစ်
report-period-days = မိမိရွေးသောရက်များ
report-earlier = အရင်
report-later = နောက်
report-about = { $from } မှ { $to } ထိ၊ { $teams }၊ { $moment } အထိ။ ဤကွန်ပျူတာပေါ်တွင် ရေတွက်သည်။
report-closed = { $count ->
   *[other] { $count } လ ပိတ်ပြီးပါပြီ။
}
report-confidential = လျှို့ဝှက်။ { $who } ပြုလုပ်သည်။
report-empty = ရေတွက်စရာ မရှိပါ
report-empty-text = ဤအချိန်နှင့်နေရာတွင် အတည်ပြုပြီးသော မှတ်တမ်း မရှိပါ။ အခြားအချိန်ရွေးပါ၊ သို့မဟုတ် စစ်ဆေးရန်စောင့်နေသည်များကို ကြည့်ပါ။
report-heading-split = { $title } · { $split }
report-source = { $id }၊ အပိုဒ် { $source }
report-whole = ဤမှတ်တမ်းများတွင် စီမံကိန်း မပါပါ။ ကိန်းဂဏန်းများသည် စီမံကိန်းအားလုံးအတွက် ဖြစ်သည်။
report-provisional = { $waiting ->
    [0] မှတ်တမ်း { $all } ခုလုံး အတည်ပြုပြီးပါပြီ။
   *[other] မှတ်တမ်း { $all } ခုအနက် { $waiting } ခု ({ $share } %) အတည်ပြုရန် စောင့်နေပြီး မရေတွက်သေးပါ။
}
report-row = အတန်း
report-total = စုစုပေါင်း
report-before = ယခင်ကာလ
report-year-before = တစ်နှစ်အရင်
report-waiting = အတည်ပြုရန် စောင့်နေသည်
report-adjustments = လပိတ်ပြီးနောက် ထည့်သည်
report-chart = { $title }: ဘား { $count } ခု။ အများဆုံး { $most } တွင် { $value }၊ အနည်းဆုံး { $least } တွင် { $small }။ ဘေးရှိဇယားတွင် ကိန်းဂဏန်းအားလုံး ရှိသည်။
report-chart-most = ဇယား၏ အများဆုံး { $count } တန်း။
report-chart-all = ဇယားအတိုင်း၊ အများဆုံးကို အရင်ပြသည်။
report-give = ထုတ်ပေးရန်
report-giving = ရေးနေသည်…
report-given = { $name } ရေးပြီးပါပြီ။
report-save = သိမ်းမည့်နေရာ ရွေးရန်
report-format = ဖိုင်အမျိုးအစား
report-format-xlsx = စာရင်းစာအုပ် (XLSX)
report-format-pdf = စာရွက်ပေါ်တွင် (PDF)
report-format-csv = ဇယား (CSV)
report-format-json = ပရိုဂရမ်များအတွက် (JSON)
report-format-geojson = မြေပုံအတွက် အမှတ်များ (GeoJSON)
report-recipient = အဖွဲ့ပြင်ပ မည်သူ့အတွက်
report-recipient-text = အဖွဲ့တွင်းနေမည့်ဖိုင်အတွက် ဗလာထားပါ။ အခြားသူများအတွက် လူများကို အခြားအမည်ပေးပြီး ကိန်းငယ်များကို ဖုံးကာ နေရာနှင့်ရက်ကို အသေးစိတ်မဖော်ပြပါ။ ထုတ်ပေးသမျှကို မှတ်တမ်းတင်သည်။
