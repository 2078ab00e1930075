import { expect, test } from "vitest";
import { find, gone, show } from "../testing/show";

/** Strikes a key in the very moment in which something is put on the page, as a quick hand does. */
function strikeOnceThere(testid: string, key: KeyboardEventInit): Promise<void> {
  return new Promise((struck) => {
    const look = new MutationObserver(() => {
      if (!gone(testid)) return;
      look.disconnect();
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }),
      );
      struck();
    });
    look.observe(document.body, { childList: true, subtree: true });
  });
}

test("a key is heard from the moment the screen is there", async () => {
  const struck = strikeOnceThere("search-open", { key: "k", code: "KeyK", ctrlKey: true });
  await show("/");
  await struck;
  expect(await find("search")).toBeTruthy();
});

test("a key of a screen is heard from the moment that the screen is there", async () => {
  const struck = strikeOnceThere("timeline-new", { key: "n", code: "KeyN" });
  await show("/about/rec-8", { role: "va" });
  await struck;
  expect(await find("timeline-new-consent")).toBeTruthy();
});
