aria-dismiss = Close
aria-long-press = Press and hold, or press Alt and the down arrow, to open the menu
aria-clear-search = Clear the search
aria-increase = More: { $fieldLabel }
aria-decrease = Less: { $fieldLabel }
aria-number-field = Number box
aria-empty = Empty
aria-suggestions = Suggestions
aria-show-suggestions = Show suggestions
aria-select-placeholder = Choose one
aria-option = { $optionText }
aria-option-selected = { $optionText }, chosen
aria-option-count = { $optionCount ->
    [one] { $optionCount } can be chosen
   *[other] { $optionCount } can be chosen
}
aria-select = Choose
aria-select-all = Choose all
aria-item-selected = { $item } is chosen.
aria-item-deselected = { $item } is no longer chosen.
aria-all-selected = All are chosen.
aria-sortable = column that can be sorted
aria-ascending = ascending
aria-descending = descending
aria-expand = Open
aria-collapse = Fold up
aria-remove = Remove
aria-remove-key = Press Delete to remove it.
