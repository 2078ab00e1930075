import type { NodeView, Section } from "../host";

export function hasAnswer(node: NodeView): boolean {
  return node.value !== "";
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
  "input:not([type=hidden]):not([disabled]), textarea, select, button, [role=radio], [role=checkbox]";

/** The element of a question: itself, or else the nearest group around it that is shown. */
function placeOf(column: HTMLElement, path: string): HTMLElement | null {
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

/** Brings a question or section into view and puts the focus on it. */
export function jumpTo(column: HTMLElement | null, path: string): void {
  const place = column ? placeOf(column, path) : null;
  if (!place) return;
  const isSection = place.matches("[data-section]");
  const target = place.matches(focusable) ? place : place.querySelector<HTMLElement>(focusable);
  target?.focus({ preventScroll: true });
  const calm = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const holder = place.closest<HTMLElement>("[data-path]") ?? place;
  (isSection ? place : holder).scrollIntoView?.({
    block: isSection ? "start" : "center",
    behavior: calm ? "auto" : "smooth",
  });
}
