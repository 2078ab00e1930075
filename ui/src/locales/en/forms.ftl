forms-title = Forms
forms-installed = Installed forms
forms-import = Import a form
forms-import-text = An XLSForm (.xlsx, .xls, .csv) or XForm XML. First you see what it would change; nothing is installed before you say so.
forms-reading = Reading the form
forms-none = No form is installed
forms-none-text = Import one, or sync: forms arrive from the centre too.
forms-choose = No form is chosen
forms-choose-text = Choose a form to see its versions, or read it through.
forms-version = Version { $version }
forms-in-use = in use
forms-not-in-use = not in use
forms-languages = Languages
forms-versions = Versions
forms-use = Use this version
forms-retire = Take out of use
forms-retired-told = { $form } is out of use for new records. Its records and drafts stay.
forms-used-told = New records of { $form } use version { $version } from now on. Drafts keep their own.
forms-preview = Read it through
forms-preview-text = Everything the form asks, also what a condition would hide. Nothing can be filled in here.
forms-preview-language = Language of the form
forms-untranslated = { $count ->
    [one] One label is not translated and stands in another language.
   *[other] { $count } labels are not translated and stand in another language.
}
forms-not-translated = not translated
forms-conditional = only under a condition
forms-repeated = once or several times
forms-more-choices = { $count ->
    [one] and one more
   *[other] and { $count } more
}
forms-look = { $form }, version { $version }
forms-look-file = File: { $name }
forms-news-form = This form is new on this laptop.
forms-news-version = This is another version of a form that is here.
forms-news-installed = This version is installed already. Installing it again only makes it the one in use.
forms-news-differs = This version is installed with other contents. A version never changes: give the new one another version.
forms-unusable = This form cannot be used yet. Mend what is listed, then choose the file again.
forms-clean = Nothing is wrong in it.
forms-questions = { $count ->
    [one] One question
   *[other] { $count } questions
}
forms-errors = { $count ->
    [0] nothing to mend
    [one] one thing to mend
   *[other] { $count } things to mend
}
forms-warnings = { $count ->
    [0] no remarks
    [one] one remark
   *[other] { $count } remarks
}
forms-findings = What was found in the file
forms-findings-text = These lines are in English, for whoever wrote the form.
forms-findings-more = { $count } more are not shown here.
forms-sheet = Sheet
forms-row = Row
forms-column = Column
forms-finding = What to mend
forms-whole-file = whole file
forms-changes = What changes
forms-changes-none = Nothing changes for the people who fill it.
forms-take = Install it
forms-taken = { $form }, version { $version }, is installed and in use.
