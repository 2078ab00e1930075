/**
 * React Aria brings spoken strings of its own, in no language of South-East Asia. This hands it
 * ours: every package it has must be named, or a component of an absent one would throw.
 */
type Figures = Record<string, string | number>;
type Say = (key: string, figures?: Figures) => string;

export const packages = [
  "@react-aria/autocomplete",
  "@react-aria/breadcrumbs",
  "@react-aria/calendar",
  "@react-aria/color",
  "@react-aria/combobox",
  "@react-aria/datepicker",
  "@react-aria/dnd",
  "@react-aria/grid",
  "@react-aria/gridlist",
  "@react-aria/link-preview",
  "@react-aria/menu",
  "@react-aria/numberfield",
  "@react-aria/overlays",
  "@react-aria/searchfield",
  "@react-aria/spinbutton",
  "@react-aria/steplist",
  "@react-aria/table",
  "@react-aria/tag",
  "@react-aria/toast",
  "@react-aria/tree",
  "@react-stately/color",
  "@react-stately/datepicker",
  "react-aria-components",
];

/** Its strings by their names, and our keys: menus, boxes, lists and tables; no calendars, no colours. */
const keys: Record<string, string> = {
  dismiss: "aria-dismiss",
  close: "aria-dismiss",
  longPressMessage: "aria-long-press",
  "Clear search": "aria-clear-search",
  increase: "aria-increase",
  decrease: "aria-decrease",
  numberField: "aria-number-field",
  Empty: "aria-empty",
  listboxLabel: "aria-suggestions",
  collectionLabel: "aria-suggestions",
  buttonLabel: "aria-show-suggestions",
  selectPlaceholder: "aria-select-placeholder",
  focusAnnouncement: "aria-option",
  selectedAnnouncement: "aria-option-selected",
  countAnnouncement: "aria-option-count",
  select: "aria-select",
  selectAll: "aria-select-all",
  selectedItem: "aria-item-selected",
  deselectedItem: "aria-item-deselected",
  selectedAll: "aria-all-selected",
  sortable: "aria-sortable",
  ascending: "aria-ascending",
  descending: "aria-descending",
  expand: "aria-expand",
  collapse: "aria-collapse",
  removeButtonLabel: "aria-remove",
  removeDescription: "aria-remove-key",
};

let say: Say = (key) => key;

export function sayReactAriaWith(words: Say): void {
  say = words;
}

/** A word that is spoken but empty would count as missing, so silence is one blank. */
const SILENCE = " ";
const unsaid = new Set<string>();

/** The strings that a component on the screen wanted and that have no words here; then none. */
export function takeUnsaid(): string[] {
  const names = [...unsaid];
  unsaid.clear();
  return names;
}

const strings = new Proxy<Record<string, (figures?: Figures) => string>>(
  {},
  {
    get: (_, name) => (figures?: Figures) => {
      const key = typeof name === "string" ? keys[name] : undefined;
      if (key) return say(key, figures);
      unsaid.add(String(name));
      return SILENCE;
    },
  },
);

Object.assign(window, {
  [Symbol.for("react-aria.i18n.locale")]: "en",
  [Symbol.for("react-aria.i18n.strings")]: Object.fromEntries(packages.map((p) => [p, strings])),
});
