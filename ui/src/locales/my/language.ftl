language-name = မြန်မာဘာသာ
language-numbers = en-GB
language-state = awaiting-review
language-choose = ဘာသာစကား ရွေးပါ
language-awaits-review = ဤဘာသာပြန်ကို မိခင်ဘာသာစကားပြောသူ မစစ်ဆေးရသေးပါ။
