forms-title = ဖောင်များ
forms-installed = တပ်ဆင်ထားသော ဖောင်များ
forms-import = ဖောင် ထည့်သွင်းရန်
forms-import-text = XLSForm (.xlsx, .xls, .csv) သို့မဟုတ် XForm XML။ ဘာပြောင်းမည်ကို အရင်မြင်ရမည်။ သင်သဘောမတူမချင်း ဘာမှ မတပ်ဆင်ပါ။
forms-reading = ဖောင်ကို ဖတ်နေသည်
forms-none = ဖောင် မရှိသေးပါ
forms-none-text = တစ်ခု ထည့်သွင်းပါ၊ သို့မဟုတ် ချိန်ညှိပါ။ ဖောင်များသည် ဌာနချုပ်မှလည်း လာသည်။
forms-choose = ဖောင် မရွေးရသေးပါ
forms-choose-text = ဗားရှင်းများကို ကြည့်ရန် သို့မဟုတ် အစအဆုံး ဖတ်ရန် ဖောင်တစ်ခု ရွေးပါ။
forms-version = ဗားရှင်း { $version }
forms-in-use = သုံးနေသည်
forms-not-in-use = မသုံးပါ
forms-languages = ဘာသာစကားများ
forms-versions = ဗားရှင်းများ
forms-use = ဤဗားရှင်း သုံးရန်
forms-retire = အသုံးပြုမှု ရပ်ရန်
forms-retired-told = { $form } ကို မှတ်တမ်းသစ်အတွက် မသုံးတော့ပါ။ ၎င်း၏ မှတ်တမ်းများနှင့် မူကြမ်းများ ရှိနေသည်။
forms-used-told = ယခုမှစ၍ { $form } ၏ မှတ်တမ်းသစ်များသည် ဗားရှင်း { $version } ကို သုံးသည်။ မူကြမ်းများက ၎င်းတို့၏ဗားရှင်းကို ဆက်သုံးသည်။
forms-preview = အစအဆုံး ဖတ်ရန်
forms-preview-text = ဖောင်မေးသမျှ အားလုံး၊ အခြေအနေအရ ဖျောက်ထားမည့်အရာများပါ။ ဤနေရာတွင် ဖြည့်၍မရပါ။
forms-preview-language = ဖောင်၏ ဘာသာစကား
forms-untranslated = စာတန်း { $count } ခု မပြန်ရသေးဘဲ အခြားဘာသာဖြင့် ပြထားသည်။
forms-not-translated = မပြန်ရသေး
forms-conditional = အခြေအနေရှိမှသာ
forms-repeated = တစ်ကြိမ် သို့မဟုတ် အကြိမ်များစွာ
forms-more-choices = နှင့် နောက်ထပ် { $count } ခု
forms-look = { $form }၊ ဗားရှင်း { $version }
forms-look-file = ဖိုင်: { $name }
forms-news-form = ဤဖောင်သည် ဤကွန်ပျူတာတွင် အသစ်ဖြစ်သည်။
forms-news-version = ဤနေရာတွင်ရှိသော ဖောင်၏ အခြားဗားရှင်း ဖြစ်သည်။
forms-news-installed = ဤဗားရှင်းကို တပ်ဆင်ပြီးဖြစ်သည်။ ထပ်တပ်ဆင်လျှင် ၎င်းကို သုံးသောဗားရှင်း ဖြစ်စေရုံသာ။
forms-news-differs = ဤဗားရှင်းကို အခြားအကြောင်းအရာဖြင့် တပ်ဆင်ထားသည်။ ဗားရှင်းတစ်ခုသည် ဘယ်တော့မှ မပြောင်းပါ။ အသစ်ကို အခြားဗားရှင်းအမှတ် ပေးပါ။
forms-unusable = ဤဖောင်ကို မသုံးနိုင်သေးပါ။ စာရင်းထဲကအတိုင်း ပြင်ပြီး ဖိုင်ကို ထပ်ရွေးပါ။
forms-clean = ဘာမှ မမှားပါ။
forms-questions = မေးခွန်း { $count } ခု
forms-errors = { $count ->
    [0] ပြင်စရာ မရှိပါ
   *[other] ပြင်စရာ { $count } ခု
}
forms-warnings = { $count ->
    [0] မှတ်ချက် မရှိပါ
   *[other] မှတ်ချက် { $count } ခု
}
forms-findings = ဖိုင်ထဲတွင် တွေ့ရသည်များ
forms-findings-text = ဤစာကြောင်းများသည် ဖောင်ရေးသူအတွက် အင်္ဂလိပ်လို ဖြစ်သည်။
forms-findings-more = နောက်ထပ် { $count } ခုကို ဤနေရာတွင် မပြပါ။
forms-sheet = စာရွက်
forms-row = အတန်း
forms-column = ကော်လံ
forms-finding = ပြင်ရမည့်အရာ
forms-whole-file = ဖိုင်တစ်ခုလုံး
forms-changes = ပြောင်းလဲသည်များ
forms-changes-none = ဖြည့်သူများအတွက် ဘာမှ မပြောင်းပါ။
forms-take = တပ်ဆင်ရန်
forms-taken = { $form }၊ ဗားရှင်း { $version }၊ ကို တပ်ဆင်ပြီး သုံးနေပါပြီ။
