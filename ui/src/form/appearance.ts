import type { NodeView } from "../host";
import { hasWord } from "./context";

/** Up to here all choices are seen at once; above, they are found by typing. */
const SEEN_MAX = 7;

/** How the choices of a question stand. */
export type Layout =
  /** One after the other, as many on a line as fit. */
  | { kind: "chips" }
  /** In so many columns; 0 for as many as fit. */
  | { kind: "columns"; columns: number }
  /** One below the other. */
  | { kind: "list" }
  /** Along a scale, with the words below. */
  | { kind: "likert" }
  /** Found by typing. */
  | { kind: "search" };

const numbered = /^(?:quick)?(?:columns|compact)-(\d{1,2})$/i;
const SEARCHED = ["minimal", "autocomplete", "search", "picker"];
const IN_A_LINE = ["columns-pack", "compact", "quickcompact", "horizontal-compact", "horizontal"];

/** How the form wants the choices to stand; where it says nothing, few are seen and many are sought. */
export function layoutOf(node: NodeView): Layout {
  const words = node.appearance.split(/\s+/).filter(Boolean);
  if (words.some((word) => SEARCHED.includes(word) || word.startsWith("search("))) {
    return { kind: "search" };
  }
  if (words.includes("likert")) return { kind: "likert" };
  const columns = words.map((word) => numbered.exec(word)?.[1]).find(Boolean);
  if (columns) return { kind: "columns", columns: Math.min(Math.max(Number(columns), 1), 10) };
  if (words.includes("columns")) return { kind: "columns", columns: 0 };
  if (words.includes("vertical")) return { kind: "list" };
  if (words.some((word) => IN_A_LINE.includes(word))) return { kind: "chips" };
  const one = node.kind === "select_one";
  const pictured = node.choices.some((choice) => choice.image !== "");
  return one && node.choice_count > SEEN_MAX && !pictured ? { kind: "search" } : { kind: "chips" };
}

/** Whether the question is answered in a box that finds choices by what is typed. */
export function asksToSearch(node: NodeView): boolean {
  return node.kind === "select_one" && layoutOf(node).kind === "search";
}

/** Whether the form goes on by itself once a choice is made. */
export function isQuick(node: NodeView): boolean {
  return node.appearance.split(/\s+/).some((word) => word.startsWith("quick"));
}

/** Whether only the words of a choice are shown, without its circle or box. */
export function isBare(node: NodeView): boolean {
  return node.appearance
    .split(/\s+/)
    .some((word) => word === "no-buttons" || /^(?:quick)?compact(?:-\d+)?$/.test(word));
}

/** The width that the form gives a question among its neighbours, in parts of a line. */
export function widthOf(node: NodeView): number | null {
  const [, width] = /(?:^|\s)w(10|[1-9])(?:\s|$)/.exec(node.appearance) ?? [];
  return width ? Number(width) : null;
}

/** Whether what is typed is kept from the eyes of others. */
export function isMasked(node: NodeView): boolean {
  return ["masked", "hidden-answer", "hide-input"].some((word) => hasWord(node.appearance, word));
}
