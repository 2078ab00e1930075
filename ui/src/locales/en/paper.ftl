paper-page = Page { $page } of { $pages }
paper-missing = Signs that the fonts of paper lack are printed as �. Other kinds of files have them.
paper-period = Period
paper-teams = Teams
paper-place = Place
paper-cut-off = As of
paper-code = Code
paper-kind = Kind
