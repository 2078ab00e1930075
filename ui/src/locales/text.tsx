/** Words of the screens: Fluent catalogues, English behind every other language. */
import type { FluentBundle, FluentVariable } from "@fluent/bundle";
import { LocalizationProvider, ReactLocalization } from "@fluent/react";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { sayReactAriaWith } from "./aria";
import { catalogue, languageOf, SOURCE } from "./languages";
import { pseudo } from "./pseudo";

/** Not every browser has the names of the days in every language, so the catalogues have them. */
const weekdays = [
  "weekday-sunday",
  "weekday-monday",
  "weekday-tuesday",
  "weekday-wednesday",
  "weekday-thursday",
  "weekday-friday",
  "weekday-saturday",
];

export const PSEUDO = "en-XA";

function bundles(language: string): FluentBundle[] {
  const english = catalogue(SOURCE);
  if (language === PSEUDO) return [catalogue(SOURCE, pseudo), english];
  return language === SOURCE ? [english] : [catalogue(language), english];
}

export type Args = Record<string, FluentVariable>;

export interface Text {
  /** The words under a key. */
  t: (key: string, args?: Args) => string;
  /** BCP 47 code of the screens' language. */
  language: string;
  /** A whole number with the language's grouping. */
  number: (value: number) => string;
  /** Name of the day of the week of an ISO date. */
  weekday: (iso: string) => string;
}

const TextContext = createContext<Text | null>(null);

export function textOf(language: string, missing?: (error: Error) => void): Text {
  return textFrom(localization(language, missing), language);
}

function localization(language: string, missing?: (error: Error) => void) {
  const report = missing ?? (() => {});
  return new ReactLocalization(bundles(language), undefined, report);
}

function textFrom(l10n: ReactLocalization, language: string): Text {
  const numbers = new Intl.NumberFormat(languageOf(language)?.numbers ?? "en-GB");
  return {
    language,
    t: (key, args) => l10n.getString(key, args),
    number: (value) => numbers.format(value),
    weekday: (iso) => {
      const day = new Date(`${iso.slice(0, 10)}T12:00:00Z`);
      return l10n.getString(weekdays[day.getUTCDay()] ?? "weekday-monday");
    },
  };
}

/** Gives the words of a language to what is inside, and tells the page which language it is. */
export function TextProvider(props: { language: string; children: ReactNode }) {
  const known = languageOf(props.language) !== undefined || props.language === PSEUDO;
  const language = known ? props.language : SOURCE;
  const l10n = useMemo(() => localization(language), [language]);
  const text = useMemo(() => textFrom(l10n, language), [l10n, language]);
  sayReactAriaWith(text.t);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <LocalizationProvider l10n={l10n}>
      <TextContext value={text}>{props.children}</TextContext>
    </LocalizationProvider>
  );
}

export function useText(): Text {
  const text = useContext(TextContext);
  if (!text) throw new Error("no TextProvider above");
  return text;
}
