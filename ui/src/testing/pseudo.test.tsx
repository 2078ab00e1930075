import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PSEUDO } from "../locales/text";
import { find, show } from "./show";
import type { Options } from "./standin";

/** Every English sentence without figures in it. */
function sentences(): Set<string> {
  const folder = join(import.meta.dirname, "../locales/en");
  const said = new Set<string>();
  for (const name of readdirSync(folder)) {
    for (const match of readFileSync(join(folder, name), "utf8").matchAll(
      /^[a-z0-9-]+ = ([^{}\n]+)$/gm,
    )) {
      said.add((match[1] ?? "").trim());
    }
  }
  return said;
}

/** Words that a person reads or hears on the page. */
function spoken(): string[] {
  const words: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) words.push(walker.currentNode.textContent?.trim() ?? "");
  for (const name of ["aria-label", "placeholder", "title"]) {
    for (const element of document.querySelectorAll(`[${name}]`))
      words.push(element.getAttribute(name) ?? "");
  }
  return words.filter(Boolean);
}

const screens: [string, string, Partial<Options>, string][] = [
  ["first run", "/", { stage: "first_run" }, "way-join"],
  ["unlock", "/", { stage: "locked" }, "unlock-passphrase"],
  ["home", "/", {}, "new-eore_session"],
  ["home, supervisor", "/", { role: "supervisor" }, "queue-card"],
  ["form", "/draft/draft-1", {}, "form"],
  ["records", "/records", {}, "records-grid"],
  ["records on a map", "/records?as=map", {}, "points"],
  ["record", "/record/rec-4", {}, "conflicts"],
  ["review", "/review", { role: "supervisor" }, "review-record"],
  ["sync", "/sync", {}, "batches"],
  ["settings", "/settings", { role: "supervisor" }, "places-lists"],
  ["forms", "/forms/eore_session", { role: "supervisor" }, "form-versions"],
];

test.each(screens)(
  "every word of %s comes from a catalogue",
  async (_name, hash, options, shows) => {
    await show(hash, { ...options, language: PSEUDO });
    await find(shows);
    const english = sentences();
    expect(english.size).toBeGreaterThan(200);
    // The stand-in's own form and records are data, in English here.
    const data = new Set([
      "Sala",
      // A language says its own name.
      "English",
      "Date",
      "Women",
      "Men",
      "Girls",
      "Boys",
      "Materials",
      "Materials handed out",
      "Session",
      "Start",
      "Position",
      "Total counted",
      "People who took part",
      "With disability",
      // Names of languages as a form writes them, and a form's title.
      "Khmer",
    ]);
    const plain = spoken().filter((words) => english.has(words) && !data.has(words));
    expect(plain.filter((words) => /[aeiou]/i.test(words))).toEqual([]);
  },
);
