import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FormView, HostFault, type PositionAsk } from "../host";
import { PAUSE_MS, Pen } from "./pen";

function view(saved: [string, string][] = []): FormView {
  return {
    draft: "d",
    step: saved.length,
    form: "f",
    version: "1",
    newer_version: false,
    title: "",
    team: "",
    record: null,
    language: "en",
    sections: [],
    saved_at: JSON.stringify(saved),
    can_undo: false,
    can_redo: false,
    can_repeat: false,
    comments: [],
    replies: [],
    problems: [],
  };
}

/** A host that keeps what it was given, and answers only when it is let. */
function paper() {
  const saved: [string, string][] = [];
  const held: (() => void)[] = [];
  let hold = false;
  let fail: HostFault | null = null;
  return {
    saved,
    set hold(on: boolean) {
      hold = on;
      if (!on) for (const answer of held.splice(0)) answer();
    },
    set fail(fault: HostFault | null) {
      fail = fault;
    },
    draftSet: async (_draft: string, path: string, value: string) => {
      if (hold) await new Promise<void>((answer) => held.push(answer));
      if (fail) throw fail;
      saved.push([path, value]);
      return { view: view(saved), sections: null };
    },
    draftPosition: async (_draft: string, path: string, stored: string, typed: PositionAsk) => {
      if (fail) throw fail;
      saved.push([path, `${stored} from ${typed.text}`]);
      return { view: view(saved), sections: null };
    },
    draftReason: async (_draft: string, rule: string, path: string, text: string) => {
      if (fail) throw fail;
      saved.push([`${rule} at ${path}`, text]);
      return view(saved);
    },
    draftReply: async (
      _draft: string,
      path: string | null,
      rule: string | null,
      fixed: boolean,
      text: string,
    ) => {
      if (fail) throw fail;
      saved.push([`reply to ${path ?? rule ?? "the record"}`, `${fixed ? "fixed: " : ""}${text}`]);
      return view(saved);
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a pen", () => {
  test("sends typing after a pause, and only what was typed last", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    for (const text of ["P", "Ph", "Phl"]) pen.write("village", text, false);
    expect(pen.now().unsaved).toBe(true);
    expect(PAUSE_MS).toBeLessThanOrEqual(300);
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(on.saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(on.saved).toEqual([["village", "Phl"]]);
    expect(pen.now().unsaved).toBe(false);
  });

  test("a position goes with what was typed, and typing on takes its place", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    const typed: PositionAsk = { text: "13,1 103,2", datum: "wgs84", zone: null, language: "en" };
    pen.write("point", "13,1 103,2", false);
    pen.writePosition("point", "13.1 103.2 0 1", typed, false);
    expect(pen.typed("point")).toBe("13.1 103.2 0 1");
    await pen.flush();
    expect(on.saved).toEqual([["point", "13.1 103.2 0 1 from 13,1 103,2"]]);
    on.fail = new HostFault("other", "full");
    pen.writePosition("point", "13.1 103.2 0 1", typed, true);
    await pen.flush();
    expect(pen.typed("point")).toBe("13.1 103.2 0 1");
    on.fail = null;
    pen.write("point", "near the pagoda", true);
    await pen.flush();
    expect(on.saved.at(-1)).toEqual(["point", "near the pagoda"]);
  });

  test("keeps an answer and the reason for a warning at it apart", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    pen.write("total", "120", false);
    pen.write("total", "A festival", false, "S6");
    expect([pen.typed("total"), pen.typed("total", "S6")]).toEqual(["120", "A festival"]);
    expect(pen.typed("total", "S7")).toBeUndefined();
    await pen.flush();
    expect(on.saved).toEqual([
      ["total", "120"],
      ["S6 at total", "A festival"],
    ]);
  });

  test("keeps a reason that could not be written", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    on.fail = new HostFault("disk_full", "full");
    pen.write("total", "A festival", true, "S6");
    await pen.flush();
    expect(pen.typed("total", "S6")).toBe("A festival");
    expect(pen.now().unsaved).toBe(true);
    on.fail = null;
    await pen.flush();
    expect(on.saved).toEqual([["S6 at total", "A festival"]]);
  });

  test("what the host will never take stays in sight, is not sent again and holds nothing up", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    pen.hear(() => undefined);
    on.fail = new HostFault("bad_input", "says nothing");
    pen.write("total", "-", true, "S6");
    await pen.flush();
    on.fail = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(on.saved).toEqual([]);
    expect(pen.typed("total", "S6")).toBe("-");
    expect(pen.now().fault?.code).toBe("bad_input");
    expect(pen.waits()).toBe(false);
    pen.write("total", "-- A festival", true, "S6");
    await pen.flush();
    expect(on.saved).toEqual([["S6 at total", "-- A festival"]]);
    on.fail = new HostFault("bad_input", "says nothing");
    pen.write("total", "", true, "S6");
    await pen.flush();
    expect(await pen.change(async () => view())).toBe(true);
    expect(pen.typed("total", "S6")).toBeUndefined();
  });

  test("sends a choice at once", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    pen.write("kind", "event", true);
    await pen.flush();
    expect(on.saved).toEqual([["kind", "event"]]);
  });

  test("keeps newer typing over an older answer", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    on.hold = true;
    pen.write("total", "4", true);
    await vi.advanceTimersByTimeAsync(0);
    pen.write("total", "48", false);
    expect(pen.typed("total")).toBe("48");
    on.hold = false;
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(on.saved).toEqual([
      ["total", "4"],
      ["total", "48"],
    ]);
    expect(pen.typed("total")).toBeUndefined();
  });

  test("shows what was typed while it is on its way", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    on.hold = true;
    pen.write("a", "1", true);
    await vi.advanceTimersByTimeAsync(0);
    expect(pen.typed("a")).toBe("1");
    expect(pen.now().unsaved).toBe(true);
    on.hold = false;
    await pen.flush();
    expect(pen.now().unsaved).toBe(false);
  });

  test("loses nothing when the host fails, and tries again by itself", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    pen.hear(() => {});
    on.fail = new HostFault("disk_full", "full");
    pen.write("a", "1", true);
    pen.write("b", "2", true);
    await pen.flush();
    expect(pen.now().fault?.code).toBe("disk_full");
    expect([pen.typed("a"), pen.typed("b")]).toEqual(["1", "2"]);
    on.fail = null;
    await vi.advanceTimersByTimeAsync(3000);
    expect(new Map(on.saved)).toEqual(
      new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
    );
    expect(pen.now()).toMatchObject({ unsaved: false, fault: null });
  });

  test("keeps an answer to a reviewer beside the answer to the question", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    pen.write("a", "1", false);
    pen.writeReply("a", true, "", true);
    pen.writeReply("", false, "All of it.", false);
    await pen.flush();
    expect(on.saved).toEqual([
      ["a", "1"],
      ["reply to a", "fixed: "],
      ["reply to the record", "All of it."],
    ]);
  });

  test("changes the draft only after everything typed before", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    const order: string[] = [];
    pen.write("a", "1", false);
    const done = pen.change(async () => {
      order.push(...on.saved.map(([path]) => path), "undo");
      return view();
    });
    expect(await done).toBe(true);
    expect(order).toEqual(["a", "undo"]);
    expect(pen.now().epoch).toBe(1);
  });

  test("does not change a draft whose typing could not be kept", async () => {
    const on = paper();
    const pen = new Pen(on, view());
    on.fail = new HostFault("read_only", "no");
    pen.write("a", "1", false);
    const act = vi.fn(async () => view());
    expect(await pen.change(act)).toBe(false);
    expect(act).not.toHaveBeenCalled();
    expect(pen.typed("a")).toBe("1");
  });
});
