import type { FormChange, FormView, NodeChange, NodeView, Section } from "../host";

/** The view that a screen has after a change; what did not change stays the same object. */
export function changed(held: FormView, change: FormChange): FormView {
  if (change.sections === null) return kept(held, change.view);
  const before = new Map(held.sections.map((section) => [section.path, section]));
  const sections = change.sections.map((told): Section => {
    const was = before.get(told.path);
    const nodes = told.nodes ? put(was?.nodes ?? [], told.nodes) : (was?.nodes ?? []);
    return { path: told.path, label: told.label, state: told.state, nodes };
  });
  return kept(held, { ...change.view, sections });
}

function put(held: NodeView[], told: NodeChange[]): NodeView[] {
  const before = new Map(held.map((node) => [node.path, node]));
  return told.flatMap((change) => {
    const was = before.get(change.path);
    const own = change.own ?? was;
    // Nothing is told of a node that the screen does not hold: it was never shown.
    if (!own) return [];
    const children = change.children
      ? put(was?.children ?? [], change.children)
      : (was?.children ?? []);
    const choices = change.own && change.same_choices && was ? was.choices : own.choices;
    if (own === was && children === was.children) return [was];
    return [{ ...own, choices, children }];
  });
}

/** The newer of two values; each part of it that equals the older one is the older object. */
export function kept<T>(was: T, now: T): T {
  if (was === now || !isHolder(was) || !isHolder(now)) return now;
  if (Array.isArray(was) && Array.isArray(now)) return keptList(was, now) as T;
  const [older, newer] = [was as Record<string, unknown>, now as Record<string, unknown>];
  const keys = Object.keys(newer);
  let same = keys.length === Object.keys(older).length;
  const made: Record<string, unknown> = {};
  for (const key of keys) {
    made[key] = kept(older[key], newer[key]);
    same &&= made[key] === older[key];
  }
  return same ? was : (made as T);
}

function keptList(was: unknown[], now: unknown[]): unknown[] {
  let same = was.length === now.length;
  const byPath = new Map(was.map((one) => [pathOf(one), one]));
  const made = now.map((one, at) => {
    const path = pathOf(one);
    const older = path === undefined || pathOf(was[at]) === path ? was[at] : byPath.get(path);
    const held = kept(older, one);
    same &&= held === was[at];
    return held;
  });
  return same ? was : made;
}

function pathOf(one: unknown): unknown {
  return isHolder(one) ? (one as { path?: unknown }).path : undefined;
}

function isHolder(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
