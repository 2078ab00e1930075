import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, test } from "vitest";
import { PSEUDO, textOf } from "./text";

const src = join(import.meta.dirname, "..");

function read(language: string): Map<string, string> {
  const folder = join(src, "locales", language);
  const entries = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    const source = readFileSync(join(folder, name), "utf8");
    for (const block of source.split(/\n(?=[a-z])/)) {
      const key = /^([a-z][a-z0-9-]*) =/.exec(block)?.[1];
      if (!key) continue;
      expect(entries.has(key), `${key} stands twice in ${language}`).toBe(false);
      entries.set(key, block);
    }
  }
  return entries;
}

function sources(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "testing" ? [] : sources(path);
    const isSource = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|bindings\.ts$/.test(entry.name);
    return isSource
      ? [[path.slice(src.length + 1), readFileSync(path, "utf8")] as [string, string]]
      : [];
  });
}

const english = read("en");
const khmer = read("km");
const files = sources(src);
const all = files.map(([, text]) => text).join("\n");

describe("catalogues", () => {
  test("Khmer has every key of English and no other", () => {
    expect([...khmer.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("a sentence names the same figures in both languages", () => {
    const variables = (block: string | undefined) =>
      [...new Set(block?.match(/\$[a-z]+/g) ?? [])].sort().join(" ");
    const differs = [...english].filter(
      ([key, block]) => variables(block) !== variables(khmer.get(key)),
    );
    expect(differs.map(([key]) => key)).toEqual([]);
  });

  test("every key that a screen asks for is there", () => {
    const wanted = new Set<string>();
    for (const match of all.matchAll(/\bt\(\s*"([^"]+)"/g)) wanted.add(match[1] ?? "");
    for (const match of all.matchAll(/\bt\([^()]*\?\s*"([a-z0-9-]+)"\s*:\s*"([a-z0-9-]+)"/g)) {
      wanted.add(match[1] ?? "").add(match[2] ?? "");
    }
    const families =
      /"((?:role|move|did|refusal|strength|road|class|fault|delivery|theme|section)-[a-z0-9-]+)"/g;
    for (const match of all.matchAll(families)) {
      const key = match[1] ?? "";
      if (!/^section-link$|^fault-retry$/.test(key)) wanted.add(key);
    }
    expect([...wanted].filter((key) => !english.has(key))).toEqual([]);
    expect(wanted.size).toBeGreaterThan(300);
  });

  test("every key is asked for by some screen", () => {
    const unused = [...english.keys()].filter((key) => !all.includes(`"${key}"`));
    expect(unused).toEqual([]);
  });

  test("the catalogues have no mistakes of grammar", () => {
    for (const [language, entries] of [
      ["en-GB", english],
      ["km", khmer],
    ] as const) {
      const bundle = new FluentBundle(language, { useIsolating: false });
      const errors = bundle.addResource(new FluentResource([...entries.values()].join("\n")));
      expect(errors).toEqual([]);
      const figures = { count: 1, days: 2, when: "x", name: "x", words: "x", who: "x" };
      for (const key of entries.keys()) {
        const message = bundle.getMessage(key);
        expect(message?.value, key).toBeTruthy();
        if (message?.value) bundle.formatPattern(message.value, figures, []);
      }
    }
  });

  test("Khmer is written in Khmer", () => {
    const free =
      /^(app-name|window-title|per-cent|point-shape|bytes|kilobytes|megabytes|decided|comment-general|repeat-cell|sadd-cell|save-option|filter-chosen|road-usb)$/;
    const latin = [...khmer].filter(
      ([key, block]) => !free.test(key) && !/[\u1780-\u17ff]/.test(block),
    );
    expect(latin.map(([key]) => key)).toEqual([]);
  });

  test("no long dash, and no sentence glued from parts", () => {
    for (const block of [...english.values(), ...khmer.values()])
      expect(block).not.toContain("\u2014");
    for (const [path, text] of files) {
      expect(/\bt\([^)]*\)\s*\+|\+\s*t\(/.test(text), `${path} glues words with +`).toBe(false);
      expect(/`[^`]*\$\{t\(/.test(text), `${path} glues words in a template`).toBe(false);
    }
  });

  test("no words stand in a screen itself", () => {
    const allowed = /^(Sala|Esc|Ctrl K|A|N|Choose your language|សូមជ្រើសរើសភាសា)$/;
    for (const [path, text] of files.filter(([name]) => name.endsWith(".tsx"))) {
      for (const match of text.matchAll(
        /(?<![=!<>&|?:]\s?)>([^<>{}=;()&|]*\p{L}{2}[^<>{}=;()&|]*)<\//gu,
      )) {
        const words = (match[1] ?? "").trim();
        expect(allowed.test(words), `${path}: ${words}`).toBe(true);
      }
    }
  });
});

test("plurals follow the number", () => {
  const { t } = textOf("en");
  expect(t("people-count", { count: 1 })).toBe("1 person");
  expect(t("people-count", { count: 1204 })).toBe("1,204 people");
  expect(textOf("km").t("people-count", { count: 3 })).toBe("មនុស្ស 3 នាក់");
});

test("the pseudo language marks every word that comes from a catalogue", () => {
  const { t } = textOf(PSEUDO);
  expect(t("nav-home")).toBe("Hömé·");
  expect(t("people-count", { count: 2 })).toMatch(/^2 ?péöplé/);
});

test("an absent key is told, and does not stop the screen", () => {
  const told: string[] = [];
  expect(textOf("en", (error) => told.push(error.message)).t("no-such-key")).toBe("no-such-key");
  expect(told.join()).toContain("no-such-key");
});
