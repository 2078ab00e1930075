language-name = English
language-numbers = en-GB
language-state = complete
language-choose = Choose your language
language-awaits-review = A native reader has not yet looked this translation over.
