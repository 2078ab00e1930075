import { describe, expect, test } from "vitest";
import type { FormView, NodeView, Section } from "../host";
import { difference } from "../testing/standin/difference";
import { addRow, newDraft, step, viewOf } from "../testing/standin/drafts";
import { everyKind } from "../testing/standin/every-kind";
import { changed, kept } from "./view-change";

const fresh = () => newDraft("draft-1", "every_kind", ["", ""], "T", [], everyKind);

/** Every node of a view, by its path. */
function nodes(view: FormView): Map<string, NodeView> {
  const found = new Map<string, NodeView>();
  const walk = (all: NodeView[]) => {
    for (const node of all) {
      found.set(node.path, node);
      walk(node.children);
    }
  };
  for (const section of view.sections) walk(section.nodes);
  return found;
}

const section = (view: FormView, path: string): Section => {
  const found = view.sections.find((one) => one.path === path);
  if (!found) throw new Error(`no section ${path}`);
  return found;
};

describe("a change", () => {
  test.each([
    ["text/plain", "Sung"],
    ["one/village", "KH4321"],
    ["sadd/mode", "sadd12"],
    ["sadd/women", "x"],
  ])("of %s leads to the same view as all of it", (path, value) => {
    const draft = fresh();
    const held = viewOf(draft, "en");
    step(draft, (state) => state.answers.set(path, value));
    const now = viewOf(draft, "en");
    expect(changed(held, difference(held, now))).toEqual(now);
    expect(changed(held, { view: now, sections: null })).toEqual(now);
  });

  test("leaves everything else the same object", () => {
    const draft = fresh();
    const held = viewOf(draft, "en");
    step(draft, (state) => state.answers.set("one/village", "KH4321"));
    for (const change of [difference(held, viewOf(draft, "en")), null]) {
      const next = change ? changed(held, change) : kept(held, viewOf(draft, "en"));
      const other = ["text", "figures", "times", "several", "sadd", "rows"];
      for (const path of other) expect(section(next, path)).toBe(section(held, path));
      const [was, is] = [nodes(held), nodes(next)];
      expect(is.get("one/village")).not.toBe(was.get("one/village"));
      expect(is.get("one/village")?.choices).toBe(was.get("one/village")?.choices);
      expect(is.get("one/likert")).toBe(was.get("one/likert"));
    }
  });

  test("of a row's answer leaves the other rows the same", () => {
    const draft = fresh();
    addRow(draft, "rows/goods");
    addRow(draft, "rows/goods");
    const held = viewOf(draft, "en");
    const [first, second] = nodes(held).get("rows/goods")?.children ?? [];
    step(draft, (state) => state.answers.set(`${first?.path}/count`, "3"));
    const next = changed(held, difference(held, viewOf(draft, "en")));
    const rows = nodes(next).get("rows/goods")?.children ?? [];
    expect(rows[0]?.children.at(-1)?.value).toBe("3");
    expect(rows[1]).toBe(second);
  });

  test("tells nothing of what it does not hold", () => {
    const held = viewOf(fresh(), "en");
    const lone = { path: "text/ghost", own: null, same_choices: false, children: null };
    const sections = [{ path: "text", label: "", state: "empty", nodes: [lone] }];
    const next = changed(held, { view: { ...held, sections: [] }, sections });
    expect(next.sections.map((one) => one.nodes)).toEqual([[]]);
  });
});

describe("what is kept", () => {
  test.each<[unknown, unknown, boolean]>([
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [[{ path: "x", v: 1 }], [{ path: "x", v: 1 }], true],
    [[{ path: "x" }, { path: "y" }], [{ path: "y" }, { path: "x" }], false],
    [null, {}, false],
    ["a", "a", true],
  ])("%j then %j: the same object is %s", (was, now, same) => {
    const result = kept(was, now);
    expect(result).toEqual(now);
    expect(Object.is(result, was)).toBe(same);
  });

  test("a row that moved is still its own object", () => {
    const was = [
      { path: "x", n: [1] },
      { path: "y", n: [2] },
    ];
    const now = kept(was, [
      { path: "y", n: [2] },
      { path: "x", n: [1] },
    ]);
    expect([now[0] === was[1], now[1] === was[0]]).toEqual([true, true]);
  });
});
