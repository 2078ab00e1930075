/**
 * The languages of the screens: one folder beside this file each. A language is added by dropping
 * in a folder; it says its own name, and whether a native reader has looked it over.
 */
import { FluentBundle, FluentResource } from "@fluent/bundle";

const sources = import.meta.glob<string>("./*/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

export interface Language {
  /** BCP 47, the name of its folder. */
  code: string;
  /** Its name in its own script. */
  name: string;
  /** "Choose your language", in it. */
  choose: string;
  /** That no native reader has looked it over, said in it; nothing when one has. */
  awaiting: string | null;
  /** Whose plural forms and grouping of digits it has. */
  numbers: string;
}

/** English, the language that stands in for what another one lacks. */
export const SOURCE = "en";

/** What a language says of itself in its own file; its code and English for what it leaves out. */
export function described(code: string, own: string, english: string): Language {
  const [said, instead] = [spoken(own), spoken(english)];
  const either = (key: string) => said(key) || instead(key);
  return {
    code,
    name: said("language-name") || code,
    choose: either("language-choose"),
    awaiting: said("language-state") === "complete" ? null : either("language-awaits-review"),
    numbers: said("language-numbers") || "en-GB",
  };
}

function spoken(source: string): (key: string) => string {
  const bundle = new FluentBundle(SOURCE, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return (key) => {
    const message = bundle.getMessage(key);
    return message?.value ? bundle.formatPattern(message.value) : "";
  };
}

const file = (code: string) => sources[`./${code}/language.ftl`] ?? "";

/** A catalogue with the plural forms and digits of a locale. */
function bundleOf(
  code: string,
  locale: string,
  transform?: (text: string) => string,
): FluentBundle {
  const bundle = new FluentBundle(locale, { useIsolating: false, transform });
  for (const [path, source] of Object.entries(sources)) {
    if (path.startsWith(`./${code}/`)) bundle.addResource(new FluentResource(source));
  }
  return bundle;
}

/** All languages, those of the region first. */
export const languages: Language[] = [
  ...new Set(Object.keys(sources).map((path) => path.split("/")[1] ?? "")),
]
  .sort((a, b) => Number(a === SOURCE) - Number(b === SOURCE) || (a < b ? -1 : 1))
  .map((code) => described(code, file(code), file(SOURCE)));

export function languageOf(code: string): Language | undefined {
  return languages.find((one) => one.code === code);
}

/**
 * The words of a language. A browser may not know the plural forms of a small language, so the
 * catalogue names one whose forms and grouping of digits are the same.
 */
export function catalogue(code: string, transform?: (text: string) => string): FluentBundle {
  return bundleOf(code, languageOf(code)?.numbers ?? "en-GB", transform);
}

/**
 * How dates and numbers are shaped where the platform does it: the years of the common era and
 * Latin digits in every language, as they are stored and typed.
 */
export function formatsOf(code: string): string {
  return code === SOURCE || !languageOf(code) ? "en-GB" : `${code}-u-ca-gregory-nu-latn`;
}
