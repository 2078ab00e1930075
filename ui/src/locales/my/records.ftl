records-title = မှတ်တမ်းများ
records-count = မှတ်တမ်း { $count } ခု
records-find = မှတ်တမ်းများတွင် ရှာရန်
records-empty = မှတ်တမ်း မရှိသေးပါ
records-empty-text = သင်ပြီးဆုံးသမျှနှင့် သင့်အဖွဲ့မှ ရောက်လာသမျှ ဤနေရာတွင် စာရင်းပြသည်။
records-no-match = ကိုက်ညီသော မှတ်တမ်း မရှိပါ
records-no-match-text = စစ်ထုတ်မှုတစ်ခု ဖယ်ပါ၊ သို့မဟုတ် စကားလုံး လျှော့ပါ။
record-open = မှတ်တမ်း ဖွင့်ရန်
record-beside = ရွေးထားသော မှတ်တမ်း
record-none = မှတ်တမ်း မရွေးရသေးပါ
record-none-text = အဖြေများကို ဤနေရာတွင် ကြည့်ရန် အတန်းတစ်ခု ရွေးပါ။
record-version = ဖောင်ဗားရှင်း { $version }
column-date = ရက်စွဲ
column-what = မှတ်တမ်း
column-people = လူဦးရေ
column-state = အခြေအနေ
form = ဖောင်
filter-review = စစ်ဆေးမှု အခြေအနေ
filter-delivery = ပို့ဆောင်မှု
filter-problems = ပြဿနာရှိသော
filter-conflicts = ကွဲလွဲမှုရှိသော
filter-every = အားလုံး
filter-chosen = { $name }: { $value }
filters-clear = စစ်ထုတ်မှုများ ဖျက်ရန်
period = ကာလ
period-this-month = ဤလ
period-last-month = ပြီးခဲ့သောလ
period-first-day = မှ
period-last-day = အထိ
period-any = အချိန်မရွေး
period-between = { $from } မှ { $to } အထိ
period-from = { $from } မှ
period-to = { $to } အထိ
review-draft = မူကြမ်း
review-submitted = တင်ပြပြီး
review-returned = ပြန်ပို့ထား
review-verified = စစ်ပြီး
review-approved = အတည်ပြုပြီး
review-locked = သော့ခတ်ပြီး
review-rejected = ပယ်ချပြီး
review-withdrawn = ရုပ်သိမ်းပြီး
review-unknown = မသိ
delivery-laptop = ဤကွန်ပျူတာတွင်
delivery-handed = လွှဲပေးပြီး
delivery-confirmed = အတည်ပြုပြီး
delivery-unknown = မသိ
problems = ပြဿနာများ
problems-none = ပြဿနာ မရှိ
problems-count = ပြဿနာ { $count } ခု
severity-error = ပြင်ရမည်
severity-warning = စစ်ကြည့်ပါ
conflict = ကွဲလွဲမှု
conflict-title = { $count ->
    [1] လူနှစ်ဦးက အဖြေတစ်ခုတည်းကို ပြင်ခဲ့သည်
   *[other] လူနှစ်ဦးက တူညီသော အဖြေ { $count } ခုကို ပြင်ခဲ့သည်
}
conflict-text = နှစ်ခုလုံးကို သိမ်းထားသည်။ တစ်ဦးဦးက ဖြေရှင်းသည်အထိ ကွန်ပျူတာတိုင်း တူညီသောတစ်ခုကို ပြသည်။
conflict-settle = ဖြေရှင်းရန်
conflict-base = ယခင်
conflict-ours = ယခုပြနေသည်
conflict-theirs = အခြားတစ်ခု
conflict-line = လူနှစ်ဦးက { $title } ကို ပြင်ခဲ့သည်
question = မေးခွန်း
answers = အဖြေများ
no-answer = အဖြေ မရှိ
class-p1 = အတွင်းရေး
class-p2 = ကိုယ်ရေး
class-p3 = ထိလွယ်ရှလွယ်
edit = ပြင်ရန်
edit-continue = ဆက်ပြင်ရန်
history = မှတ်တမ်းသမိုင်း
did-create = { $who } က မှတ်တမ်းကို ရေးခဲ့သည်
did-change = { $changes ->
    [0] { $who } က မပြောင်းဘဲ ထပ်သိမ်းခဲ့သည်
   *[other] { $who } က အဖြေ { $changes } ခု ပြင်ခဲ့သည်
}
did-erase = { $who } က ပိုင်ရှင်၏ တောင်းဆိုချက်အရ အဖြေများကို ဖျက်ခဲ့သည်
did-submit = { $who } က တင်ပြခဲ့သည်
did-return = { $who } က ပြန်ပို့ခဲ့သည်
did-verify = { $who } က စစ်ခဲ့သည်
did-approve = { $who } က အတည်ပြုခဲ့သည်
did-reject = { $who } က ပယ်ချခဲ့သည်
did-reopen = { $who } က ပြန်ဖွင့်ခဲ့သည်
did-lock = { $who } က သော့ခတ်ခဲ့သည်
did-withdraw = { $who } က ရုပ်သိမ်းခဲ့သည်
did-other = { $who } က ဆုံးဖြတ်ခဲ့သည်
decision-ignored = ဤဆုံးဖြတ်ချက် မရေတွက်ပါ: { $reason }
see-changes = ဘာပြောင်းသလဲ
compare = ဗားရှင်းနှစ်ခု နှိုင်းယှဉ်ရန်
compare-from = မှ
compare-to = သို့
save-option = { $when }, { $who }
diff-none = နှစ်ခု တူညီသည်။
diff-old = ယခင်:
diff-new = ယခု:
receipts = ပြေစာများ
receipts-none = ဌာနချုပ်က ဤမှတ်တမ်းကို အတည်မပြုရသေးပါ။ ဤကွန်ပျူတာတွင် လုံခြုံပါသည်။
receipts-trial = စမ်းသပ်အစီအစဉ်တွင် ဌာနချုပ် မရှိသဖြင့် ပြေစာ မရှိပါ။
receipt-line = ပြင်ဆင်ချက် { $count } ခု၊ ဌာနချုပ်က { $when } တွင် လက်မှတ်ထိုးသည်
receipt-line-files = ဓာတ်ပုံနှင့် စကင်ဖိုင် { $count } ခု၊ ဌာနချုပ်က { $when } တွင် လက်မှတ်ထိုးသည်
receipt-verified = လက်မှတ် မှန်သည်
receipt-unverified = လက်မှတ် မစစ်ရသေး
receipt-check = စစ်ရန်
receipt-checked-now = ယခုလေးတင် ဤကွန်ပျူတာတွင် စစ်ပြီး။
role-field = ကွင်းဆင်း
role-va = ထိခိုက်သူ အကူအညီ
role-coordinator = ညှိနှိုင်းသူ
role-supervisor = ကြီးကြပ်သူ
role-admin = စီမံသူ
role-other = အခြားတာဝန်
import-open = ဇယား ထည့်သွင်းရန်
import-title = ဇယား ထည့်သွင်းရန်
import-what = စာရင်းဇယား သို့မဟုတ် အခြားပရိုဂရမ်၏ အတန်းများ မှတ်တမ်း ဖြစ်လာမည်။ ဘာဖြစ်မည်ကို အရင်မြင်ရမည်။ သင်သဘောမတူမချင်း ဘာမှ မရေးပါ။
import-table = ဇယား ရွေးရန်
import-mapping = တွဲဖက်ဖိုင် ရွေးရန်
import-no-file = ဖိုင် မရွေးရသေး
import-columns = ကော်လံများသည် ဘာလဲ
import-mapped = တွဲဖက်ဖိုင်အရ
import-as = { $form } ၏ မေးခွန်းများ
import-running = { $total ->
    [0] ဇယားကို ဖတ်နေသည်
   *[other] အတန်း { $total } ခုအနက် { $done } ခု
}
import-would = { $count ->
    [0] အတန်း { $rows } ခု ဖတ်ပြီး။ မှတ်တမ်းသစ် ဖြစ်မည့်အရာ မရှိပါ။
   *[other] အတန်း { $rows } ခု ဖတ်ပြီး။ မှတ်တမ်း { $count } ခု ဖန်တီးမည်။
}
import-done = { $count ->
    [0] အတန်း { $rows } ခု ဖတ်ပြီး။ မှတ်တမ်း မဖန်တီးခဲ့ပါ။
   *[other] အတန်း { $rows } ခု ဖတ်ပြီး။ မှတ်တမ်း { $count } ခု ဖန်တီးပြီး။
}
import-known = မှတ်တမ်း { $count } ခု ရှိပြီးဖြစ်၍ ဒီအတိုင်း ရှိနေမည်။
import-joined = အတန်း { $count } ခုသည် ယခင်အတန်းများ ဖန်တီးသော မှတ်တမ်းများအကြောင်း ဖြစ်သည်။
import-rejected = အတန်း { $count } ခု မကိုက်ညီ၍ ချန်ထားသည်။
import-rejected-rows = မကိုက်ညီသော အတန်းများ
import-row = အတန်း { $row }, { $column }
import-stopped = ရပ်လိုက်ပါပြီ။ ဖန်တီးပြီးသမျှ ရှိနေသည်။ ဆက်လုပ်ရန် ထိုဇယားကို ထပ်ထည့်သွင်းပါ။
import-go = မှတ်တမ်း { $count } ခု ထည့်သွင်းရန်
import-go-none = ထည့်သွင်းရန်
import-save-rejected = စာရင်း သိမ်းရန်
import-saved-as = { $name } အဖြစ် သိမ်းပြီး
severity-explained = ရှင်းပြပြီး
severity-info = သိစေရန်
reason-of-rule = စည်းမျဉ်း { $rule } က ဘာကြောင့်ဟု မေးသောအခါ ပြောခဲ့သည်:
file-open = ကြီးကြီး ပြရန်: { $question }
file-of = ပုံ: { $question }
file-loading = ပုံကို ယူနေသည်။
file-picture = ပုံ၊ { $width } × { $height } အစက်၊ { $size } kB
file-picture-plain = ပုံ၊ { $size } kB
file-document = PDF စာရွက်စာတမ်း၊ { $size } kB
file-waits = { $words } · ဤကွန်ပျူတာတွင်သာ ရှိသည်
file-elsewhere = ဤဖိုင် ဤကွန်ပျူတာတွင် မရှိပါ။
file-show = ပုံ ပြရန်
file-save = မိတ္တူ သိမ်းရန်
did-take-back = { $who } က ဆုံးဖြတ်ချက်ကို ပြန်ရုပ်သိမ်းခဲ့သည်
