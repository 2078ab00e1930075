import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LocalizedStringDictionary, LocalizedStringFormatter } from "@internationalized/string";
import { describe, expect, test } from "vitest";
import { packages, sayReactAriaWith, takeUnsaid } from "./aria";
import { languages } from "./languages";
import { textOf } from "./text";

const modules = join(import.meta.dirname, "../../node_modules");

/** The names under which React Aria asks for its strings. */
function asked(): string[] {
  const names = new Set<string>();
  for (const home of ["react-aria", "react-stately", "react-aria-components"]) {
    const folder = join(modules, home, "dist/private");
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!entry.endsWith(".mjs") || entry.includes("intl")) continue;
      const source = readFileSync(join(folder, entry), "utf8");
      for (const [, name] of source.matchAll(
        /'(@react-(?:aria|stately)\/[a-z-]+|react-aria-components)'/g,
      ))
        names.add(name ?? "");
    }
  }
  return [...names].sort();
}

function spoken(language: string, pack: string, name: string, figures = {}): string {
  sayReactAriaWith(textOf(language).t);
  const dictionary = LocalizedStringDictionary.getGlobalDictionaryForPackage<string, string>(pack);
  if (!dictionary) throw new Error(`React Aria knows no strings for ${pack}`);
  return new LocalizedStringFormatter(language, dictionary).format(name, figures);
}

test("every package of React Aria that speaks is handed our words", () => {
  expect([...packages].sort()).toEqual(asked());
});

describe.each(languages.map((l) => l.code))("in %s", (language) => {
  const { t } = textOf(language);
  test.each([
    ["@react-aria/overlays", "dismiss", {}, t("aria-dismiss")],
    ["@react-aria/menu", "longPressMessage", {}, t("aria-long-press")],
    [
      "@react-aria/numberfield",
      "increase",
      { fieldLabel: "12" },
      t("aria-increase", { fieldLabel: "12" }),
    ],
    [
      "@react-aria/combobox",
      "countAnnouncement",
      { optionCount: 3 },
      t("aria-option-count", { optionCount: 3 }),
    ],
  ])("%s says %s", (pack, name, figures, words) => {
    expect(words).not.toBe("");
    expect(spoken(language, pack, name, figures)).toBe(words);
    expect(takeUnsaid()).toEqual([]);
  });
});

test("a string without words is noticed, and silent", () => {
  expect(spoken("en", "@react-aria/color", "hue").trim()).toBe("");
  expect(takeUnsaid()).toEqual(["hue"]);
});
