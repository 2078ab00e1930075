import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { asked, find, get, gone, show } from "../../testing/show";

const title = async () => (await find("record-title")).textContent;

test("the most severe stands first, with its reasons and what was corrected", async () => {
  await show("/review", { role: "supervisor" });
  expect(await title()).toBe("Andaeuk Haeb, primary school");
  expect(get("review").textContent).toContain("6.2 km from the declared village");
  expect((await find("review-corrected")).textContent).toContain("38");
  const [first] = screen.getAllByTestId(/^queue-rec-/);
  expect(first?.getAttribute("aria-current")).toBe("true");
});

test("A decides and the next record comes by itself", async () => {
  const { host, user } = await show("/review", { role: "supervisor" });
  const before = await title();
  await user.keyboard("a");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
  expect(asked(host, "review")).toEqual([["rec-0", "approve", [], null]]);
  expect((await find("notice")).textContent).toContain("Approve: Andaeuk Haeb");
});

test("for a coordinator A verifies", async () => {
  const { host, user } = await show("/review", { role: "coordinator" });
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
  await waitFor(() => expect(asked(host, "review").length).toBe(clean));
  expect(asked(host, "review").every(([, move]) => move === "verify")).toBe(true);
  expect(asked(host, "review").some(([id]) => id === "rec-0" || id === "rec-4")).toBe(false);
});

test("an empty queue is good news", async () => {
  await show("/review", { role: "supervisor", records: 0 });
  expect((await find("empty")).textContent).toContain("Nothing waits for you");
});

test("field staff have no review", async () => {
  await show("/review");
  await find("home");
});
