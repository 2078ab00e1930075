import { waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";

const saved = () => waitFor(() => expect(get("saved").dataset.state).toBe("saved"));
const value = (testid: string) => (get(testid) as HTMLInputElement).value;
const reason = "reason-S6-people/total";

/** A form that is complete but for the people, of whom so many were counted. */
async function crowd(total: number) {
  const shown = await show("/new/eore_session");
  await find("form");
  const [draft] = [...shown.host.drafts.values()].slice(-1);
  if (!draft) throw new Error("no draft");
  const answers: [string, string][] = [
    ["where/village", "KH02070305"],
    ["where/date", "2026-11-23"],
    ["where/start", "14:30:00"],
    ["session/kind", "event"],
    ["session/venue", "market"],
    ["session/messages", "report"],
    ["people/men", "1"],
    ["people/girls", "1"],
    ["people/boys", "1"],
    ["given/agreed", "OK"],
  ];
  for (const [path, answer] of answers) draft.now.answers.set(path, answer);
  await count(shown.user, total);
  return shown;
}

async function count(user: Awaited<ReturnType<typeof show>>["user"], total: number) {
  for (const [path, figure] of [
    ["people/women", total - 3],
    ["people/total", total],
  ]) {
    await user.clear(get(`q-${path}`));
    await user.type(get(`q-${path}`), String(figure));
  }
  await user.tab();
  await saved();
}

test("a warning stops finishing until somebody says why it is right, and the list leads there", async () => {
  const { host, user } = await crowd(120);
  expect(get("warning-people/total").textContent).toBe(
    "120 people at one session: is the figure right?",
  );
  await user.click(get("finish"));
  expect((await find("in-the-way")).textContent).toContain("1 question stands in the way");
  expect(get("jump-people/total").textContent).toContain("say why it is right");
  await user.click(get("jump-people/total"));
  expect(document.activeElement).toBe(get(reason));
  await user.keyboard("A festival{Enter}");
  await saved();
  expect(asked(host, "draftReason").at(-1)?.slice(1)).toEqual(["S6", "people/total", "A festival"]);
  await waitFor(() => expect(gone("jump-people/total")).toBeNull());
  expect(get("warning-people/total")).toBeTruthy();
  await user.click(get("finish"));
  await find("home");
});

/** A reason was kept, then one of no words written over it, and after that something else. */
async function refused() {
  const shown = await crowd(120);
  const { host, user } = shown;
  await user.click(get(`${reason}-usual`));
  await saved();
  host.failNext("draftReason", new HostFault("bad_input", "says nothing"));
  await user.clear(get(reason));
  await user.type(get(reason), "-");
  await user.tab();
  await find("fault");
  await user.type(get("q-given/remarks"), "rain");
  await user.tab();
  await waitFor(() => expect(gone("fault")).toBeNull());
  await saved();
  expect(value(reason)).toBe("-");
  return shown;
}

test("nothing is finished while a reason is shown that was refused, and Finish leads to it", async () => {
  const { host, user } = await refused();
  await user.click(get("finish"));
  expect((await find("fault")).dataset.code).toBe("bad_input");
  expect(asked(host, "draftFinish")).toEqual([]);
  expect(document.activeElement).toBe(get(reason));
  await user.keyboard(" A festival");
  await user.click(get("finish"));
  await find("home");
  expect(asked(host, "draftReason").at(-1)?.slice(1)).toEqual([
    "S6",
    "people/total",
    "- A festival",
  ]);
});

test("what was refused holds nothing up once its warning is gone", async () => {
  const { user } = await refused();
  await count(user, 80);
  await user.click(get("finish"));
  await find("home");
});

test("a warning whose figures changed asks again, and says what was said before", async () => {
  const { user } = await crowd(120);
  await user.type(get(reason), "A festival");
  await user.tab();
  await saved();
  await count(user, 130);
  expect(value(reason)).toBe("");
  expect(document.getElementById(`${reason}-before`)?.textContent).toContain("A festival");
  await user.click(get(`${reason}-usual`));
  await saved();
  expect(value(reason)).toBe("A festival");
});

test("undo takes a reason back and redo gives it again", async () => {
  const { user } = await crowd(120);
  await user.click(get(`${reason}-usual`));
  await saved();
  expect(value(reason)).toBe("It is right as it is");
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(value(reason)).toBe(""));
  await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  await waitFor(() => expect(value(reason)).toBe("It is right as it is"));
});

test("a warning that goes takes its box with it", async () => {
  const { user } = await crowd(120);
  expect(get(reason)).toBeTruthy();
  await count(user, 80);
  expect(gone(reason)).toBeNull();
  expect(gone("warning-people/total")).toBeNull();
});

test("the box has a name, a description and no fault that axe finds", async () => {
  const { page } = await crowd(120);
  const box = get(reason) as HTMLInputElement;
  expect(box.labels?.[0]?.textContent).toBe("Why is it right?");
  expect(box.getAttribute("aria-required")).toBe("true");
  // Nothing is painted here: colours are measured in tokens.test.ts.
  const found = await axe.run(page.container, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((v) => v.id)).toEqual([]);
});
