import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

const pair = (one: number, other: number) => `pair-rec-${one}-rec-${other}`;

test("what was decided differently stands first, then what looks most like one", async () => {
  await show("/review/doubles", { role: "supervisor" });
  await find("doubles-queue");
  const pairs = screen.getAllByTestId(/^pair-/).map((it) => it.getAttribute("data-testid"));
  expect(pairs).toEqual([pair(2, 5), pair(0, 1), pair(3, 4), pair(6, 7)]);
  expect(get(pair(2, 5)).textContent).toContain("decided differently");
  expect(get(pair(0, 1)).textContent).toContain("probably one");
  expect(get(pair(6, 7)).textContent).toContain("possibly one");
  expect((await find("double")).textContent).toContain("stand apart");
});

test("two records stand side by side with what differs marked, and why they look like one", async () => {
  const { user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  expect((await find("double-who/birth_year")).hasAttribute("data-differs")).toBe(true);
  expect(get("double-who/sex").hasAttribute("data-differs")).toBe(false);
  expect(get("double-grounds").textContent).toContain("94 % alike");
  await user.click(get("double-only"));
  expect(gone("double-who/sex")).toBeNull();
  expect(get("double-who/birth_year").textContent).toContain("1979");
});

test("a masked answer is shown when somebody asks, of the record that they asked about", async () => {
  const { host, user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  const [, second] = await screen.findAllByTestId("reveal-who/name_latin");
  if (second) await user.click(second);
  await waitFor(() => expect(asked(host, "reveal")).toEqual([["rec-1", "who/name_latin", null]]));
});

test("M asks which record stays, and merges", async () => {
  const { host, user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  await find("double-merge");
  await user.keyboard("m");
  await find("dialog-merge");
  expect(asked(host, "merge")).toEqual([]);
  expect(get("double-stay-0")).toHaveProperty("checked", true);
  await user.click(get("double-stay-1"));
  await user.click(get("double-merge-do"));
  await waitFor(() => expect(asked(host, "merge")).toEqual([["rec-1", "rec-0", null]]));
  expect((await find("notice")).textContent).toContain("Merged.");
  await waitFor(() => expect(get("double-decisions").textContent).toContain("merged"));
});

test("D keeps two records apart, U takes it back, N goes on", async () => {
  const { host, user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  await find("double-distinct");
  await user.keyboard("d");
  await waitFor(() => expect(asked(host, "distinct")).toEqual([["rec-0", "rec-1", null]]));
  await find("double-untie");
  await user.keyboard("u");
  await waitFor(() => expect(asked(host, "untie")).toEqual([["rec-0", "rec-1", null]]));
  await find("double-merge");
  await user.keyboard("n");
  await waitFor(() => expect(get(pair(3, 4)).getAttribute("aria-current")).toBe("true"));
});

test("whoever goes on before a decision is answered stays where they went", async () => {
  const { host, user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  await find("double-distinct");
  const decide = host.distinct.bind(host);
  const answers: (() => void)[] = [];
  host.distinct = async (...pair) => {
    const view = await decide(...pair);
    await new Promise<void>((answer) => answers.push(answer));
    return view;
  };
  await user.keyboard("d");
  await waitFor(() => expect(answers).toHaveLength(1));
  await user.keyboard("n");
  await waitFor(() => expect(get(pair(3, 4)).getAttribute("aria-current")).toBe("true"));
  for (const answer of answers) answer();
  await find("notice");
  // A step back would come after the notice.
  await new Promise((passed) => setTimeout(passed, 100));
  expect(get(pair(3, 4)).getAttribute("aria-current")).toBe("true");
});

test("what a person agreed to is shown when somebody asks", async () => {
  const { user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  await user.click(await find("double-consents-show"));
  expect((await find("double-standing")).textContent).toContain("refused");
});

test("a coordinator looks and does not decide", async () => {
  const { host, user } = await show("/review/doubles/rec-0/rec-1", { role: "coordinator" });
  expect((await find("double-foot")).textContent).toContain("Only a supervisor");
  expect(gone("double-merge")).toBeNull();
  await user.keyboard("md");
  expect(asked(host, "merge", "distinct")).toEqual([]);
});

test("no duplicates is good news, and the records are one step away", async () => {
  const { user } = await show("/review/doubles", { role: "supervisor", records: 0 });
  expect((await find("empty")).textContent).toContain("No duplicates wait");
  await user.click(get("part-records"));
  await find("review");
});

test("a decision that fails says why, and nothing is lost", async () => {
  const { host, user } = await show("/review/doubles/rec-0/rec-1", { role: "supervisor" });
  host.failNext("distinct", new HostFault("disk_full", "no room"));
  await user.click(await find("double-distinct"));
  await waitFor(() => expect(get("double-foot").textContent).toContain("disk"));
  expect(get("double-merge")).toBeTruthy();
});
