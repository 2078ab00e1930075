import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

const title = async () => (await find("record-title")).textContent;

test("the most severe stands first, with its reasons and what was corrected", async () => {
  await show("/review", { role: "supervisor" });
  expect(await title()).toBe("Andaeuk Haeb, primary school");
  expect(get("review").textContent).toContain("6.2 km from the declared village");
  await waitFor(() => expect(get("review-corrected").textContent).toContain("38"));
  const [first] = screen.getAllByTestId(/^queue-rec-/);
  expect(first?.getAttribute("aria-current")).toBe("true");
});

test("what looks odd beside others alone is never called clean", async () => {
  await show("/review", { role: "supervisor" });
  expect((await find("queue-rec-2")).textContent).toContain("odd beside others");
  expect(get("queue-rec-2").textContent).not.toContain("clean");
});

test("A decides and the next record comes by itself", async () => {
  const { host, user } = await show("/review/rec-1", { role: "supervisor" });
  const before = await title();
  await user.keyboard("a");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
  expect(asked(host, "review")).toEqual([["rec-1", "approve", [], null]]);
  expect((await find("notice")).textContent).toContain(`Approve: ${before}`);
});

test("what a rule still warns of is accepted only with the reason", async () => {
  const { host, user } = await show("/review/rec-0", { role: "supervisor" });
  await title();
  await user.keyboard("a");
  const dialog = await find("dialog-approve");
  expect(dialog.textContent).toContain("6.2 km from the declared village");
  expect(get("reason-do").hasAttribute("disabled")).toBe(true);
  await user.type(
    get("reason"),
    "The new village lies across the river.{Control>}{Enter}{/Control}",
  );
  await waitFor(() => expect(gone("dialog-approve")).toBeNull());
  expect(asked(host, "review")).toEqual([
    ["rec-0", "approve", [], "The new village lies across the river."],
  ]);
});

test("U takes a slip back, and the record stands where it stood", async () => {
  const { host, user } = await show("/review/rec-1", { role: "supervisor" });
  const before = await title();
  await user.keyboard("a");
  expect((await find("take-back")).textContent).toContain("Take back");
  await user.keyboard("u");
  await waitFor(() => expect(get("record-title").textContent).toBe(before));
  expect(asked(host, "review").map(([id, move]) => [id, move])).toEqual([
    ["rec-1", "approve"],
    ["rec-1", "take_back"],
  ]);
  await waitFor(() => expect(gone("take-back")).toBeNull());
});

test("a slip that others may know of already is told so", async () => {
  const { user } = await show("/review/rec-1", { role: "supervisor" }, (h) => {
    const review = h.review;
    h.review = async (id, move, ...rest) => {
      if (move === "take_back") throw new HostFault("wrong_state", "sealed");
      return review(id, move, ...rest);
    };
  });
  await title();
  await user.keyboard("a");
  await find("take-back");
  await user.keyboard("u");
  await waitFor(() =>
    expect(screen.getAllByTestId("notice").at(-1)?.textContent).toContain("Others may know"),
  );
});

test("two who decided the contrary are both shown, and a third decides", async () => {
  const { host, user } = await show("/review/rec-1", { role: "supervisor", contested: true });
  const panel = await find("contested");
  for (const said of ["Prak Bopha approved it", "Keo Pisey returned it", "Count the boys again"])
    expect(panel.textContent).toContain(said);
  await user.keyboard("a");
  await waitFor(() => expect(asked(host, "review")[0]?.[1]).toBe("approve"));
});

test("the reviewer sees what changed since they looked, and against the version before", async () => {
  const { host, user } = await show("/review/rec-0", { role: "coordinator" });
  expect((await find("seen-before")).textContent).toContain("It changed since");
  expect(get("since-looked").getAttribute("aria-pressed")).toBe("true");
  await user.click(get("since-before"));
  await waitFor(() => expect(get("since-before").getAttribute("aria-pressed")).toBe("true"));
  expect(asked(host, "recordDiff").at(-1)).toEqual(["rec-0", "rec-0-a", "rec-0-b"]);
});

test("whoever goes on has seen the record as it was shown, and finds only what is new", async () => {
  const { host, user } = await show("/review/rec-0", { role: "coordinator" });
  await title();
  await user.keyboard("n");
  await waitFor(() => expect(asked(host, "recordSeen")).toEqual([["rec-0", 5]]));
  const all = screen.getAllByTestId(/^queue-rec-/).length;
  await user.click(get("filter-changed"));
  await waitFor(() => expect(screen.getAllByTestId(/^queue-rec-/).length).toBe(all - 1));
  expect(gone("queue-rec-0")).toBeNull();
});

test("the queue is narrowed by team, and says which teams are late and what stands where", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  await title();
  await user.click(get("narrow"));
  await user.click(await find("filter-team"));
  await user.click(await find("filter-team-PLN01"));
  await waitFor(() => expect(asked(host, "reviewQueue").at(-1)).toMatchObject([{ team: "PLN01" }]));
  expect(get("late-teams").textContent).toContain("Pailin 1: nothing since 16/11/2026, 7 days");
  await user.click(await find("filters-clear"));
  await waitFor(() => expect(get("state-counts").textContent).toContain("42 records by state"));
});

test("how far it is from the village, and what stands close", async () => {
  await show("/review/rec-0", { role: "supervisor" });
  expect((await find("place-beside")).textContent).toContain(
    "The position is 6.2 km from Andaeuk Haeb.",
  );
  expect((await find("neighbours-day")).textContent).toContain("Andaeuk Haeb");
});

test("a record without a position has nothing beside it", async () => {
  await show("/review/rec-1", { role: "supervisor" });
  await title();
  expect(gone("place-map")).toBeNull();
});

test("news stays above the bar that decides, and stands low where there is none", async () => {
  // Says the size at once; a browser says it when the frame is laid out.
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = () => this.told([]);
      unobserve = () => {};
      disconnect = () => {};
      constructor(private told: (sizes: never[]) => void) {}
    },
  );
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(
    new DOMRect(0, window.innerHeight - 84, 400, 60),
  );
  const { style } = document.documentElement;
  const foot = () => style.getPropertyValue("--foot");
  const { host, user } = await show("/review/rec-1", { role: "supervisor" });
  const before = await title();
  expect(foot()).toBe("84px");
  await waitFor(() => expect(asked(host, "recordNeighbours")).toHaveLength(2));
  // The bar of the next record stands as high: the whole page would be styled anew for nothing.
  const [says, unsays] = [vi.spyOn(style, "setProperty"), vi.spyOn(style, "removeProperty")];
  await user.keyboard("n");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
  const told = [...says.mock.calls, ...unsays.mock.calls].filter(([name]) => name === "--foot");
  expect([foot(), told]).toEqual(["84px", []]);
  await user.click(get("part-months"));
  await find("months");
  expect(foot()).toBe("");
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a month is locked after one question that names how many, and what is open", async () => {
  const { host, user } = await show("/review/months", { role: "supervisor" });
  await find("months");
  await user.click(await find("lock-2026-11-BTB02"));
  expect((await find("dialog-month")).textContent).toMatch(/\d+ records of this month are not/);
  await user.click(get("month-do"));
  await waitFor(() => expect(asked(host, "lockMonth")).toEqual([["BTB02", "2026-11"]]));
  await waitFor(() => expect(gone("lock-2026-11-BTB02")).toBeNull());
});

test("one record is locked only after it was said that its month closes with it", async () => {
  const { host, user } = await show("/record/rec-1", { role: "supervisor" }, (h) => {
    const { record } = h;
    h.record = async (id) => {
      const view = await record(id);
      const row = { ...view.row, review: "approved", date: "2026-11-23" };
      return { ...view, row, moves: ["lock"] };
    };
  });
  await user.click(await find("move-lock"));
  expect((await find("dialog-lock")).textContent).toMatch(/closes 11\/2026 of \S/);
  expect(asked(host, "review")).toEqual([]);
  await user.click(get("lock-do"));
  await waitFor(() => expect(asked(host, "review")).toEqual([["rec-1", "lock", [], null]]));
});

test("a coordinator sees how far months are and locks none", async () => {
  await show("/review/months", { role: "coordinator" });
  await find("month-2026-11-BTB02");
  expect(gone("lock-2026-11-BTB02")).toBeNull();
});

test("for a coordinator A verifies", async () => {
  const { host, user } = await show("/review/rec-1", { role: "coordinator" });
  await find("move-verify");
  await user.keyboard("a");
  await waitFor(() => expect(asked(host, "review")[0]?.[1]).toBe("verify"));
});

test("N goes on without a decision", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  const before = await title();
  await user.keyboard("n");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
  expect(asked(host, "review")).toEqual([]);
});

test("R returns with words at a question, never without", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  await title();
  await user.keyboard("r");
  await find("dialog-return");
  expect(get("return-do").hasAttribute("disabled")).toBe(true);
  await user.click(get("return-at"));
  await user.keyboard("total{Enter}");
  expect(get("return-do").hasAttribute("disabled")).toBe(true);
  await user.type(get("return-text"), "Which is right?");
  await user.click(get("return-add"));
  await user.click(get("return-at"));
  await user.keyboard("village{Enter}");
  await user.type(get("return-text"), "And the hamlet?");
  expect(get("return-do").textContent).toBe("Return with 2 comments");
  await user.click(get("return-do"));
  await waitFor(() => expect(gone("dialog-return")).toBeNull());
  expect(asked(host, "review")).toEqual([
    [
      "rec-0",
      "return",
      [
        { path: "people/total", text: "Which is right?" },
        { path: "where/village", text: "And the hamlet?" },
      ],
      null,
    ],
  ]);
});

test("a comment begins at the answer it is about", async () => {
  const { user } = await show("/review", { role: "supervisor" });
  await user.click(await find("comment-at-people/women"));
  expect(await find("return-at")).toHaveProperty("value", "Women");
});

test("letters typed into a comment decide nothing", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  await user.click(await find("comment-at-people/women"));
  await user.type(await find("return-text"), "a ran n");
  expect(asked(host, "review")).toEqual([]);
});

test("one's own record is refused with the reason", async () => {
  const { host, user } = await show("/review/rec-0", { role: "supervisor" }, (h) => {
    const record = h.record;
    h.record = async (id) => ({ ...(await record(id)), moves: [], refusal: "own_record" });
  });
  expect((await find("refusal")).textContent).toContain("Somebody else decides on it");
  await user.keyboard("a");
  expect(asked(host, "review")).toEqual([]);
});

test("clean records are verified together, after one question that names how many", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  const words = (await find("bulk-verify")).textContent;
  await user.click(get("bulk-verify"));
  await user.click(await find("bulk-verify-do"));
  const clean = Number(/\d+/.exec(words ?? "")?.[0]);
  expect(clean).toBeGreaterThan(1);
  await waitFor(() => expect(asked(host, "verifyClean").length).toBe(clean));
  const verified = asked(host, "verifyClean").map(([id]) => id);
  for (const open of ["rec-0", "rec-2", "rec-3", "rec-4"]) expect(verified).not.toContain(open);
});

test("the queue goes on after its first rows, and stays so long when somebody decides", async () => {
  const { host, user } = await show("/review", { role: "supervisor", slice: 6 });
  await title();
  const rows = () => screen.getAllByTestId(/^queue-rec-/).length;
  expect(rows()).toBe(6);
  await user.click(get("queue-more"));
  await waitFor(() => expect(rows()).toBe(12));
  expect(asked(host, "reviewQueue").at(-1)).toMatchObject([{ after: 6 }]);
  const clean = screen
    .getAllByTestId(/^queue-rec-/)
    .find((row) => row.textContent?.includes("clean"));
  const decided = clean?.dataset.testid ?? "";
  await user.click(get(decided));
  await find("move-approve");
  await user.keyboard("a");
  await waitFor(() => expect(gone(decided)).toBeNull());
  expect(rows()).toBe(12);
  for (let more = screen.queryByTestId("queue-more"); more; ) {
    const before = rows();
    await user.click(more);
    await waitFor(() => expect(rows()).toBeGreaterThan(before));
    more = screen.queryByTestId("queue-more");
  }
});

test("the queue is narrowed to what something was found about, or nothing", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  await title();
  const severe = () => screen.getAllByTestId(/^queue-rec-/).map((row) => row.textContent ?? "");
  await user.click(get("filter-found"));
  await user.click(await find("filter-found-nothing"));
  await waitFor(() =>
    expect(asked(host, "reviewQueue").at(-1)).toMatchObject([{ found: "nothing" }]),
  );
  await waitFor(() => expect(severe().every((text) => text.includes("clean"))).toBe(true));
  await user.click(get("filters-clear"));
  await waitFor(() => expect(gone("queue-rec-0")).not.toBeNull());
});

test("an empty queue is good news", async () => {
  await show("/review", { role: "supervisor", records: 0 });
  expect((await find("empty")).textContent).toContain("Nothing waits for you");
});

test("field staff have no review", async () => {
  await show("/review");
  await find("home");
});
