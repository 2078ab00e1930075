paper-page = စာမျက်နှာ { $page } / { $pages }
paper-missing = ပုံနှိပ်စာလုံးတွင် မရှိသော သင်္ကေတများကို � ဟု ပုံနှိပ်သည်။ အခြားဖိုင်အမျိုးအစားများတွင် ရှိသည်။
paper-period = ကာလ
paper-teams = အဖွဲ့များ
paper-place = နေရာ
paper-cut-off = ရေတွက်သည့်အချိန်
paper-code = ကုဒ်
paper-kind = အမျိုးအစား
