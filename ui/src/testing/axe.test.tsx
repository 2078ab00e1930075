import { screen } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, test } from "vitest";
import { find, show } from "./show";
import type { Options } from "./standin";

const screens: [name: string, hash: string, options: Partial<Options>, shows: string][] = [
  ["language", "/", { stage: "first_run", chosen: false }, "language-km"],
  ["first run", "/", { stage: "first_run" }, "way-join"],
  ["unlock", "/", { stage: "locked" }, "unlock-passphrase"],
  ["home, field", "/", {}, "new-eore_session"],
  ["home, supervisor", "/", { role: "supervisor" }, "queue-card"],
  ["home, empty", "/", { records: 0 }, "empty"],
  ["form", "/draft/draft-1", {}, "form"],
  ["records", "/records", {}, "records-grid"],
  ["records on a map", "/records?as=map", { maps: "some" }, "points"],
  ["records on a map, failed", "/records?as=map", { broken: true }, "fault"],
  ["record", "/record/rec-0", {}, "record-title"],
  ["record with a conflict", "/record/rec-4", {}, "conflicts"],
  ["record, masked", "/record/rec-8", { role: "coordinator" }, "unmask"],
  ["record with its reveals", "/record/rec-8", { role: "supervisor" }, "reveals"],
  ["timeline", "/about/rec-8", { role: "va" }, "entry-rec-10"],
  ["timeline, masked", "/about/rec-8", { role: "coordinator" }, "entry-rec-10"],
  ["timeline, empty", "/about/rec-1", {}, "empty"],
  ["review", "/review", { role: "supervisor" }, "review-record"],
  ["review, what stops beside others", "/review/rec-2", { role: "supervisor" }, "findings"],
  [
    "review, decided differently",
    "/review/rec-1",
    { role: "supervisor", contested: true },
    "contested",
  ],
  ["review, more than are shown", "/review", { role: "supervisor", slice: 4 }, "queue-more"],
  ["review, empty", "/review", { role: "supervisor", records: 0 }, "empty"],
  ["review, failed", "/review", { role: "supervisor", broken: true }, "fault"],
  [
    "record, decided differently",
    "/record/rec-1",
    { role: "supervisor", contested: true },
    "contested",
  ],
  ["months", "/review/months", { role: "supervisor" }, "months"],
  ["months, empty", "/review/months", { role: "supervisor", records: 0 }, "empty"],
  ["months, failed", "/review/months", { role: "supervisor", broken: true }, "fault"],
  ["reports", "/reports", { role: "supervisor" }, "table-SADD"],
  ["reports, empty", "/reports", { role: "supervisor", records: 0 }, "empty"],
  ["reports, failed", "/reports", { role: "supervisor", broken: true }, "fault"],
  ["duplicates", "/review/doubles", { role: "supervisor" }, "double"],
  ["duplicates, empty", "/review/doubles", { role: "supervisor", records: 0 }, "empty"],
  ["duplicates, failed", "/review/doubles", { role: "supervisor", broken: true }, "fault"],
  ["places that changed", "/review/moved", { role: "supervisor" }, "finding-renamed"],
  ["places that changed, none", "/review/moved", { role: "supervisor", records: 0 }, "empty"],
  ["places that changed, failed", "/review/moved", { role: "supervisor", broken: true }, "fault"],
  ["sync", "/sync", {}, "batches"],
  ["sync, offline", "/sync", { road: "offline" }, "batches"],
  ["sync, handed over", "/sync", { road: "handed" }, "stick-waiting"],
  ["sync, hub of a coordinator", "/sync", { role: "coordinator" }, "hub-start"],
  ["settings", "/settings", { role: "supervisor", maps: "some" }, "maps"],
  ["settings, field", "/settings", {}, "places-lists"],
  [
    "settings, empty",
    "/settings",
    { role: "supervisor", records: 0, maps: "some" },
    "targets-import",
  ],
  ["settings, failed", "/settings", { broken: true }, "settings"],
  ["forms", "/forms", { role: "supervisor" }, "shelf-eore_session"],
  ["forms, one of them", "/forms/eore_session", { role: "supervisor" }, "form-versions"],
  ["forms, empty", "/forms", { role: "supervisor", records: 0 }, "empty"],
  ["forms, failed", "/forms", { role: "supervisor", broken: true }, "fault"],
  ["failed", "/", { broken: true }, "fault"],
];

async function violations(within: Element | Document = document): Promise<string[]> {
  const result = await axe.run(within, {
    // Nothing is painted here: colours are measured in tokens.test.ts.
    rules: { "color-contrast": { enabled: false } },
  });
  return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
}

describe.each(["light", "dark", "contrast"])("in the %s theme", (theme) => {
  test.each(screens)("%s", async (_name, hash, options, shows) => {
    await show(hash, { ...options, theme, language: theme === "dark" ? "km" : "en" });
    await find(shows);
    expect(document.documentElement.dataset.theme).toBe(theme);
    expect(await violations()).toEqual([]);
  });
});

test("the list beside a map too", async () => {
  const { user } = await show("/reports", { role: "supervisor", maps: "some" });
  await user.click(await find("report-view-map"));
  await find("points");
  expect(await violations()).toEqual([]);
});

test("dialogs and menus too", async () => {
  const { user } = await show("/review", { role: "supervisor" });
  await user.click(await find("move-return"));
  const dialog = await find("dialog-return");
  expect(await violations(dialog)).toEqual([]);
  await user.keyboard("{Escape}");
  await user.click(await find("person-menu"));
  const lock = await find("lock");
  expect(await violations(lock.closest("[role=dialog]") ?? document)).toEqual([]);
});

test("every control has a name", async () => {
  await show("/draft/draft-1", {});
  await find("form");
  for (const role of ["button", "textbox", "combobox", "radio", "checkbox"]) {
    for (const control of screen.queryAllByRole(role)) {
      expect(control, control.outerHTML.slice(0, 200)).toHaveProperty("nodeType", 1);
      const named = screen.queryAllByRole(role, { name: /\S/ }).includes(control);
      expect(named, control.outerHTML.slice(0, 200)).toBe(true);
    }
  }
});
