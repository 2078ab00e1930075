import type { FormView, NodeView, ProblemView, Section } from "../host";
import { stops } from "./context";

export function hasAnswer(node: NodeView): boolean {
  return node.value !== "";
}

const HOLDS = new Set(["group", "repeat", "instance"]);
const SHOWS = new Set(["note", "calculate", "hidden", "meta"]);

/** Whether a person can answer this now. */
export function isAsked(node: NodeView): boolean {
  return !HOLDS.has(node.kind) && !SHOWS.has(node.kind) && !node.read_only;
}

/** Paths of all questions of these sections that a test holds for. */
export function pathsOf(sections: Section[], test: (node: NodeView) => boolean): string[] {
  const found: string[] = [];
  const walk = (nodes: NodeView[]) => {
    for (const node of nodes) {
      if (test(node)) found.push(node.path);
      walk(node.children);
    }
  };
  for (const section of sections) walk(section.nodes);
  return found;
}

/** Where work begins: what two people answered apart, else what a reviewer commented on, else the first question without an answer. */
export function firstPlace(view: FormView, contested: string[] = []): string | null {
  const open = contested.find((path) => nodeAt(view.sections, path) !== undefined);
  if (open !== undefined) return open;
  const said = view.comments.find((comment) => comment.path !== null);
  if (said?.path) return said.path;
  return pathsOf(view.sections, (node) => isAsked(node) && !hasAnswer(node))[0] ?? null;
}

/** What stands in the way at the next question, or at the one before; round the ends too. */
export function nextNeeded(view: FormView, from: string | null, step: 1 | -1): ProblemView | null {
  const all = pathsOf(view.sections, () => true);
  const needed = new Map(view.problems.filter(stops).map((p) => [p.path, p]));
  const at = from === null ? -1 : all.indexOf(from);
  const order = step === 1 ? all : all.reverse();
  const start = at < 0 ? 0 : (step === 1 ? at : order.length - 1 - at) + 1;
  const round = [...order.slice(start), ...order.slice(0, start)];
  const path = round.find((one) => needed.has(one));
  return path === undefined ? null : (needed.get(path) ?? null);
}

/** The question at a path; nothing when it is not shown. */
export function nodeAt(sections: Section[], path: string): NodeView | undefined {
  const within = (nodes: NodeView[]): NodeView | undefined => {
    for (const node of nodes) {
      if (node.path === path) return node;
      const found = path.startsWith(node.path) ? within(node.children) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  for (const section of sections) {
    const found = within(section.nodes);
    if (found) return found;
  }
  return undefined;
}

const focusable =
  "input:not([type=hidden]):not([disabled]), textarea, select, button, [role=radio], [role=checkbox], [tabindex='0']";

/** The element of a question: itself, or else the nearest group around it that is shown. */
function placeOf(column: HTMLElement, path: string): HTMLElement | null {
  const section = column.querySelector<HTMLElement>(`[data-section="${CSS.escape(path)}"]`);
  if (section) return section;
  const direct = column.querySelector<HTMLElement>(`[data-testid="${CSS.escape(`q-${path}`)}"]`);
  if (direct) return direct;
  for (let at = path; at !== ""; at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : "") {
    const holder = column.querySelector<HTMLElement>(
      `[data-path="${CSS.escape(at)}"], [data-section="${CSS.escape(at)}"]`,
    );
    if (holder) return holder;
  }
  return null;
}

/** The control of a place that Tab would stop at. */
export function controlOf(place: HTMLElement): HTMLElement | undefined {
  if (place.matches(focusable)) return place;
  const all = [...place.querySelectorAll<HTMLElement>(focusable)];
  return all.find((one) => one.tabIndex >= 0) ?? all[0];
}

/** Brings a question or section into view and puts the focus on it. */
export function jumpTo(column: HTMLElement | null, path: string, calm = false): void {
  const place = column ? placeOf(column, path) : null;
  if (!place) return;
  const isSection = place.matches("[data-section]");
  controlOf(place)?.focus({ preventScroll: true });
  const still = calm || window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const holder = place.closest<HTMLElement>("[data-path]") ?? place;
  (isSection ? place : holder).scrollIntoView?.({
    block: isSection ? "start" : calm ? "nearest" : "center",
    behavior: still ? "auto" : "smooth",
  });
}

/** The path of the question that has the focus. */
export function pathInFocus(): string | null {
  const holder = document.activeElement?.closest<HTMLElement>("[data-path]");
  return holder?.dataset.path ?? null;
}

const answerable = "input:not([type=hidden]):not([disabled]), textarea, select";

/** Puts the focus on the question after the one that has it, or before; past the end on `Finish`. */
export function goOn(column: HTMLElement | null, step: 1 | -1): void {
  if (!column) return;
  const here = document.activeElement;
  const holder = here?.closest("[data-path]") ?? null;
  const stops = [...column.querySelectorAll<HTMLElement>(answerable)].filter(
    (one) => one === here || (one.tabIndex >= 0 && one.closest("[hidden]") === null),
  );
  const order = step === 1 ? stops : stops.reverse();
  const at = order.indexOf(here as HTMLElement);
  const next = order.slice(at + 1).find((one) => one.closest("[data-path]") !== holder);
  if (next) {
    next.focus({ preventScroll: true });
    if (next instanceof HTMLInputElement) next.select?.();
    next.closest("[data-path]")?.scrollIntoView?.({ block: "nearest" });
  } else if (step === 1) {
    column.querySelector<HTMLElement>("[data-testid=finish-end]")?.focus();
  }
}
