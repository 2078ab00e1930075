import { screen } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, test } from "vitest";
import { find, show } from "./show";
import type { Options } from "./standin";

const screens: [name: string, hash: string, options: Partial<Options>, shows: string][] = [
  ["language", "/", { stage: "first_run", chosen: false }, "choose-km"],
  ["first run", "/", { stage: "first_run" }, "way-join"],
  ["unlock", "/", { stage: "locked" }, "unlock-passphrase"],
  ["home, field", "/", {}, "new-eore_session"],
  ["home, supervisor", "/", { role: "supervisor" }, "queue-card"],
  ["home, empty", "/", { records: 0 }, "empty"],
  ["form", "/draft/draft-1", {}, "form"],
  ["records", "/records", {}, "records-grid"],
  ["record", "/record/rec-0", {}, "record-title"],
  ["record with a conflict", "/record/rec-4", {}, "conflicts"],
  ["review", "/review", { role: "supervisor" }, "review-record"],
  ["sync", "/sync", {}, "batches"],
  ["sync, offline", "/sync", { road: "offline" }, "batches"],
  ["failed", "/", { broken: true }, "fault"],
];

async function violations(): Promise<string[]> {
  const result = await axe.run(document, {
    // Nothing is painted here: colours are measured in tokens.test.ts.
    rules: { "color-contrast": { enabled: false } },
  });
  return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
}

/** The draft that a home screen offers, whatever number it got. */
async function place(hash: string): Promise<string> {
  return hash.replace("draft-1", "draft-first");
}

describe.each(["light", "dark", "contrast"])("in the %s theme", (theme) => {
  test.each(screens)("%s", async (_name, hash, options, shows) => {
    await show(
      await place(hash),
      { ...options, theme, language: theme === "dark" ? "km" : "en" },
      (host) => {
        const [draft] = host.drafts.values();
        if (draft) host.drafts.set("draft-first", draft);
      },
    );
    await find(shows);
    expect(document.documentElement.dataset.theme).toBe(theme);
    expect(await violations()).toEqual([]);
  });
});

test("dialogs and menus too", async () => {
  const { user } = await show("/review", { role: "supervisor" });
  await user.click(await find("move-return"));
  await find("dialog-return");
  expect(await violations()).toEqual([]);
  await user.keyboard("{Escape}");
  await user.click(await find("person-menu"));
  await find("lock");
  expect(await violations()).toEqual([]);
});

test("every control has a name", async () => {
  await show("/draft/x", {}, (host) => {
    const [draft] = host.drafts.values();
    if (draft) host.drafts.set("x", draft);
  });
  await find("form");
  for (const role of ["button", "textbox", "combobox", "radio", "checkbox"]) {
    for (const control of screen.queryAllByRole(role)) {
      expect(control, control.outerHTML.slice(0, 200)).toHaveProperty("nodeType", 1);
      const named = screen.queryAllByRole(role, { name: /\S/ }).includes(control);
      expect(named, control.outerHTML.slice(0, 200)).toBe(true);
    }
  }
});
