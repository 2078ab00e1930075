import { day } from "../../locales/dates";
import { useText } from "../../locales/text";

type Say = ReturnType<typeof useText>["t"];

const levels = ["province", "district", "commune", "village", "project", "team", "month"];

/** The pieces of what a laptop writes down of a file's narrowing, and what each is in words. */
const pieces: [written: RegExp, words: (t: Say, ...found: string[]) => string][] = [
  [/^(\S+) to (\S+)$/, (t, from, to) => t("given-period", { from: day(from), to: day(to) })],
  [/^by country$/, (t) => t("report-by-country")],
  [
    /^by (\S+)$/,
    (t, by = "") => t("given-by", { what: levels.includes(by) ? t(`report-by-${by}`) : by }),
  ],
  [/^in (\S+)$/, (t, place = "") => t("given-in", { place })],
  [/^project (.+)$/, (t, project = "") => t("given-project", { project })],
  [/^with what waits$/, (t) => t("given-waiting")],
  [/^names of the programme \d+$/, (t) => t("given-names-programme")],
  [/^names of this laptop alone$/, (t) => t("given-names-laptop")],
  [/^teams (.+)$/, (t, teams = "") => t("given-teams", { teams })],
  [/^columns (.+)$/, (t, columns = "") => t("given-columns", { columns })],
];

function inWords(t: Say, piece: string): string {
  for (const [written, words] of pieces) {
    const found = written.exec(piece);
    if (found) return words(t, ...found.slice(1));
  }
  return piece;
}

/** Tells what a file was narrowed to in the language of the screen; what it does not know stands as it was written. */
export function useNarrowedTo(): (filter: string) => string {
  const { t } = useText();
  return (filter) =>
    /^(teams|columns) /.test(filter)
      ? inWords(t, filter)
      : filter
          .split(", ")
          .map((piece) => inWords(t, piece))
          .join(", ");
}
