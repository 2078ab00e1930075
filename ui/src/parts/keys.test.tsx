import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { find, get, show } from "../testing/show";
import { keyOf } from "./keys";

test.each([
  [{ key: "n", code: "KeyN" }, "n"],
  [{ key: "N", code: "KeyN" }, "n"],
  [{ key: "ន", code: "KeyN" }, "n"],
  [{ key: "៣", code: "Digit3" }, "3"],
  // Where letters stand elsewhere on the keyboard, the letter counts.
  [{ key: "a", code: "KeyQ" }, "a"],
  [{ key: "Enter", code: "Enter" }, "enter"],
  [{ key: "?", code: "Slash" }, "?"],
])("%j is the key %s", (event, key) => {
  expect(keyOf(event)).toBe(key);
});

/** A key of a keyboard that writes Khmer, pressed where the focus is. */
const press = (code: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: "ក", code, ...more });

test("Ctrl+K searches", async () => {
  await show("/");
  await find("home");
  press("KeyK", { ctrlKey: true });
  await find("search");
});

test("N and a figure start something about a person", async () => {
  await show("/about/rec-8", { role: "va" });
  await find("timeline-new");
  press("KeyN");
  await find("timeline-new-consent");
});

test("T goes from the list to the page of a record", async () => {
  await show("/records");
  (await find("records-grid")).focus();
  await waitFor(() =>
    expect(get("records-grid").getAttribute("aria-activedescendant")).toBe("row-0"),
  );
  press("KeyT");
  await find("timeline");
});

test("N goes on in the review without a decision", async () => {
  await show("/review", { role: "supervisor" });
  const before = (await find("record-title")).textContent;
  press("KeyN");
  await waitFor(() => expect(get("record-title").textContent).not.toBe(before));
});
