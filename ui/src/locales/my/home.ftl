greeting-morning = မင်္ဂလာ နံနက်ခင်းပါ { $name }
greeting-afternoon = မင်္ဂလာ နေ့လယ်ခင်းပါ { $name }
greeting-evening = မင်္ဂလာ ညနေခင်းပါ { $name }
home-day = { $today ->
    [0] { $weekday } { $day }။ ယနေ့အတွက် မှတ်တမ်း မရှိသေးပါ၊ ပြီးခဲ့သော ခုနစ်ရက်အတွင်း { $week } ခု။
   *[other] { $weekday } { $day }။ ယနေ့အတွက် မှတ်တမ်း { $today } ခု၊ ပြီးခဲ့သော ခုနစ်ရက်အတွင်း { $week } ခု။
}
home-new = အသစ်: { $form }
home-more-forms = အခြားဖောင်များ
home-no-forms = ဖောင် မတပ်ဆင်ရသေးပါ။ နောက်တစ်ကြိမ် ချိန်ညှိလျှင် ရောက်လာမည်။
returned-title = သင့်ထံ ပြန်ပို့ထားသည်
returned-count = ပြင်ရန် { $count } ခု
fix = ပြင်ရန်
drafts-title = မူကြမ်းများ
draft-untitled = အမည် မရှိသေး
draft-line = { $problems ->
    [0] { $when } တွင် သိမ်းခဲ့သည်၊ ပြီးဆုံးနိုင်ပြီ
   *[other] { $when } တွင် သိမ်းခဲ့သည်၊ မေးခွန်း { $problems } ခု ကျန်သည်
}
draft-continue = ဆက်လုပ်ရန်
draft-continue-spoken = { $title } ကို ဆက်လုပ်ရန်
aside-title = ဘေးဖယ်ထားသည်: { $count }
aside-text = ဘေးဖယ်ထားသမျှ ဤနေရာတွင် ရက်သုံးဆယ် ရှိနေမည်။
aside-restore = ပြန်ယူရန်
aside-restore-spoken = { $title } ကို ပြန်ယူရန်
today-title = ယနေ့
today-empty = ယနေ့အတွက် ဘာမှ မရှိသေးပါ
today-empty-text = သင်ပြီးဆုံးသမျှ ပေါင်းလဒ်နှင့်အတူ ဤနေရာတွင် ပေါ်လာမည်။
women = အမျိုးသမီး
men = အမျိုးသား
girls = မိန်းကလေး
boys = ယောက်ျားလေး
total = စုစုပေါင်း
people-count = လူ { $count } ဦး
queue-waiting = { $count ->
    [0] သင့်ဆုံးဖြတ်ချက်ကို စောင့်နေသည် မရှိပါ
   *[other] မှတ်တမ်း { $count } ခု သင့်ဆုံးဖြတ်ချက်ကို စောင့်နေသည်
}
queue-oldest = { $days ->
    [0] အားလုံး ယနေ့ ရောက်လာသည်။
   *[other] အဟောင်းဆုံးသည် { $days } ရက် စောင့်ခဲ့ပြီ။
}
queue-none-text = မှတ်တမ်းသစ်များ ရောက်လာသည်နှင့် ဤနေရာတွင် ပေါ်လာမည်။
queue-start = စစ်ဆေးမှု စရန်
teams-title = အဖွဲ့များ
teams-text = ဤကွန်ပျူတာ သိသလောက်။ အဖွဲ့တစ်ခုတွင် မရောက်သေးသော ပိုသစ်သည့် မှတ်တမ်းများ ရှိနိုင်သည်။
team = အဖွဲ့
teams-records = မှတ်တမ်းများ
teams-waiting = စစ်ဆေးရန် စောင့်နေသည်
teams-newest = နောက်ဆုံး မှတ်တမ်း
teams-nothing = မရှိသေး
teams-silent = { $days } ရက် တိတ်ဆိတ်နေသည်
lost-title = ဘာမှ မပျောက်ပါ
lost-text = မှတ်တမ်းတိုင်းနှင့် ၎င်း ယခုရှိရာ
lost-laptop = ဤကွန်ပျူတာတွင်
lost-handed = လွှဲပေးပြီး
lost-confirmed = ဌာနချုပ်က အတည်ပြုပြီး
lost-equal = { $day } ရက် { $time } တွင် ဌာနချုပ်နှင့် နှိုင်းယှဉ်ခဲ့သည်: နှစ်ဖက်လုံး တူညီသည်။
lost-differs = { $day } ရက် { $time } တွင် ဌာနချုပ်နှင့် နှိုင်းယှဉ်ခဲ့သည်: မတူပါ။ ပြင်ရန် ထပ်ချိန်ညှိပါ။
lost-set-apart = { $day } ရက် { $time } တွင် ဌာနချုပ်နှင့် နှိုင်းယှဉ်ခဲ့သည်: ဤကွန်ပျူတာက ဖတ်၍ သို့မဟုတ် ယုံကြည်၍ မရသည်မှအပ အားလုံး တူညီသည်။
lost-not-taken = { $day } ရက် { $time } တွင် ဌာနချုပ်နှင့် နှိုင်းယှဉ်ခဲ့သည်: ဌာနချုပ်က လက်မခံသေးသည်မှအပ အားလုံး တူညီသည်။ ၎င်းသည် ဤနေရာတွင် စောင့်နေသည်။
lost-never-compared = ဌာနချုပ်နှင့် မနှိုင်းယှဉ်ရသေးပါ။
weeks-caption = တစ်ပတ်လျှင် မှတ်တမ်း၊ လှုပ်ရှားမှု၏ ရက်အလိုက်
week-of = ဤရက်၏ သီတင်းပတ်
weekday-sunday = တနင်္ဂနွေနေ့
weekday-monday = တနင်္လာနေ့
weekday-tuesday = အင်္ဂါနေ့
weekday-wednesday = ဗုဒ္ဓဟူးနေ့
weekday-thursday = ကြာသပတေးနေ့
weekday-friday = သောကြာနေ့
weekday-saturday = စနေနေ့
returned-more = နှင့် မှတ်ချက် { $count } ခု ထပ်ရှိသည်
