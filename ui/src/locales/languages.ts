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

function language(code: string): Language {
  const bundle = bundleOf(code, SOURCE, undefined, (path) => path.endsWith("/language.ftl"));
  const words = (key: string) => {
    const message = bundle.getMessage(key);
    return message?.value ? bundle.formatPattern(message.value) : "";
  };
  return {
    code,
    name: words("language-name") || code,
    choose: words("language-choose"),
    awaiting: words("language-state") === "complete" ? null : words("language-awaits-review"),
    numbers: words("language-numbers") || "en-GB",
  };
}

/** A catalogue with the plural forms and digits of a locale, as a whole or of some files only. */
function bundleOf(
  code: string,
  locale: string,
  transform?: (text: string) => string,
  chosen: (path: string) => boolean = () => true,
): FluentBundle {
  const bundle = new FluentBundle(locale, { useIsolating: false, transform });
  for (const [path, source] of Object.entries(sources)) {
    if (path.startsWith(`./${code}/`) && chosen(path))
      bundle.addResource(new FluentResource(source));
  }
  return bundle;
}

/** All languages, those of the region first. */
export const languages: Language[] = [
  ...new Set(Object.keys(sources).map((path) => path.split("/")[1] ?? "")),
]
  .sort((a, b) => Number(a === SOURCE) - Number(b === SOURCE) || (a < b ? -1 : 1))
  .map(language);

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
