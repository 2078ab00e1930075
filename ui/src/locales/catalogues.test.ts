import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, test } from "vitest";
import { catalogue, described, languages, SOURCE } from "./languages";
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

/** The program sets reports on paper with the words of the screens. */
const paper = join(src, "../../src-tauri/src/paper");

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

const english = read(SOURCE);
/** Every folder of words that is there, but for the source. */
const others = readdirSync(join(src, "locales"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== SOURCE)
  .map((entry) => [entry.name, read(entry.name)] as const);
const everything = [[SOURCE, english] as const, ...others];

/** The signs of a language's own script, for those that do not write in Latin letters. */
const scripts: Record<string, RegExp> = {
  km: /[\u1780-\u17ff]/,
  lo: /[\u0e80-\u0eff]/,
  th: /[\u0e00-\u0e7f]/,
  my: /[\u1000-\u109f]/,
};
/** What is the same in every language: names, figures, shapes. */
const free =
  /^(age-\d.*|app-name|window-title|per-cent|point-shape|bytes|kilobytes|megabytes|decided|comment-general|repeat-cell|sadd-cell|save-option|filter-chosen|road-usb|aria-option|language-numbers|language-state|forms-look|settings-places-imported|palette-new|home-new|form-correction|repeat-instance|report-indicator|report-heading-split|report-format-.*)$/;
const files = sources(src);
const all = [
  ...files.map(([, text]) => text),
  ...readdirSync(paper).map((name) => readFileSync(join(paper, name), "utf8")),
].join("\n");

describe("catalogues", () => {
  test.each(others)("%s has every key of English and no other", (language, words) => {
    const absent = [...english.keys()].filter((key) => !words.has(key));
    const strange = [...words.keys()].filter((key) => !english.has(key));
    expect(absent, `keys that ${language} lacks`).toEqual([]);
    expect(strange, `keys of ${language} that English does not have`).toEqual([]);
  });

  test.each(others)("a sentence names the same figures in %s", (_language, words) => {
    const variables = (block: string | undefined) =>
      [...new Set(block?.match(/\$[a-zA-Z]+/g) ?? [])].sort().join(" ");
    const differs = [...english].filter(
      ([key, block]) => words.has(key) && variables(block) !== variables(words.get(key)),
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

  test.each(everything)("the catalogue of %s has no mistakes of grammar", (language, entries) => {
    const bundle = new FluentBundle("en-GB", { useIsolating: false });
    const errors = bundle.addResource(new FluentResource([...entries.values()].join("\n")));
    expect(errors).toEqual([]);
    const figures = { count: 1, days: 2, when: "x", name: "x", words: "x", who: "x" };
    for (const key of entries.keys()) {
      const message = catalogue(language).getMessage(key);
      expect(message?.value, key).toBeTruthy();
      if (message?.value) bundle.formatPattern(message.value, figures, []);
    }
  });

  test.each(others)("%s is written in its own script, and is not English", (language, words) => {
    const script = scripts[language];
    const sayings = [...words].filter(([key]) => !free.test(key));
    const foreign = sayings.filter(([, block]) => script && !script.test(block));
    expect(foreign.map(([key]) => key)).toEqual([]);
    const same = sayings.filter(([key, block]) => block.trim() === english.get(key)?.trim());
    expect(same.map(([key]) => key)).toEqual([]);
  });

  test("no long dash, and no sentence glued from parts", () => {
    for (const [, words] of everything)
      for (const block of words.values()) expect(block).not.toContain("\u2014");
    for (const [path, text] of files) {
      expect(/\bt\([^)]*\)\s*\+|\+\s*t\(/.test(text), `${path} glues words with +`).toBe(false);
      expect(/`[^`]*\$\{t\(/.test(text), `${path} glues words in a template`).toBe(false);
    }
  });

  test("no words stand in a screen itself", () => {
    const allowed = /^(Sala|Esc|Ctrl K|A|N)$/;
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

test("a language is a folder: it says its name, and whether a native reader has looked it over", () => {
  expect(languages.map((one) => one.code).sort()).toEqual(everything.map(([code]) => code).sort());
  for (const { code, name, choose, awaiting } of languages) {
    expect(name, code).not.toBe(code);
    expect(choose, code).not.toBe("");
    if (awaiting !== null) expect(awaiting.length, code).toBeGreaterThan(10);
  }
});

test("a language that says nothing of itself has its code for a name, and awaits a native reader", () => {
  const words = readFileSync(join(src, "locales", SOURCE, "language.ftl"), "utf8");
  expect(described("tet", "", words)).toEqual({
    code: "tet",
    name: "tet",
    choose: "Choose your language",
    awaiting: "A native reader has not yet looked this translation over.",
    numbers: "en-GB",
  });
  expect(described("tet", "language-name = Tetun\nlanguage-state = complete", words)).toMatchObject(
    {
      name: "Tetun",
      awaiting: null,
    },
  );
});

test("numbers are grouped as the language does it, with digits that everybody can type", () => {
  const grouped = Object.fromEntries(languages.map((l) => [l.code, textOf(l.code).number(16482)]));
  expect(grouped).toMatchObject({
    en: "16,482",
    km: "16,482",
    lo: "16.482",
    my: "16,482",
    th: "16,482",
    vi: "16.482",
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
