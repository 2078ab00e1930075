/**
 * React Aria brings spoken strings of its own, in no language of South-East Asia. This hands it
 * ours: every package it has must be named, or a component of an absent one would throw.
 */
type Say = (key: string) => string;

const packages = [
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

/** The strings that components in use can say; anything else stays silent. */
const keys: Record<string, string> = {
  dismiss: "aria-dismiss",
  longPressMessage: "aria-long-press",
};

let say: Say = (key) => key;

export function sayReactAriaWith(words: Say): void {
  say = words;
}

/** A word that is spoken but empty would count as missing, so silence is one blank. */
const SILENCE = " ";

const strings = new Proxy<Record<string, () => string>>(
  {},
  {
    get: (_, name) => () => {
      const key = typeof name === "string" ? keys[name] : undefined;
      return key ? say(key) : SILENCE;
    },
  },
);

Object.assign(window, {
  [Symbol.for("react-aria.i18n.locale")]: "en",
  [Symbol.for("react-aria.i18n.strings")]: Object.fromEntries(packages.map((p) => [p, strings])),
});
