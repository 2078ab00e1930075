import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

function block(opening: string): Map<string, string> {
  const from = css.indexOf(opening);
  const body = css.slice(css.indexOf("{", from) + 1, css.indexOf("}", from));
  const pairs = [...body.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)];
  return new Map(pairs.map((m) => [m[1] ?? "", m[2] ?? ""]));
}

const light = block(":root");
const themes: [string, Map<string, string>][] = [
  ["light", light],
  ["dark", new Map([...light, ...block('[data-theme="dark"]')])],
  ["contrast", new Map([...light, ...block('[data-theme="contrast"]')])],
];

function brightness(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [bright, dim] = [brightness(a), brightness(b)].sort((x, y) => y - x) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

const grounds = ["paper", "surface", "raised", "sunken"];
const words: [string, string[]][] = [
  ["ink", [...grounds, "accent-soft"]],
  ["ink-2", [...grounds, "accent-soft", "plain-soft", "warn-soft", "info-soft"]],
  ["ink-3", grounds],
  ["accent", [...grounds, "accent-soft"]],
  ["ok", [...grounds, "ok-soft"]],
  ["warn", [...grounds, "warn-soft"]],
  ["bad", [...grounds, "bad-soft"]],
  ["info", [...grounds, "info-soft"]],
];

describe.each(themes)("%s", (name, theme) => {
  const colour = (token: string) => {
    const found = theme.get(token);
    if (!found) throw new Error(`no colour --${token} in ${name}`);
    return found;
  };

  test.each(words)("words in %s can be read on every ground they stand on", (token, on) => {
    const least = name === "contrast" && token === "ink" ? 15 : 4.5;
    for (const ground of on) {
      expect(
        contrast(colour(token), colour(ground)),
        `${token} on ${ground}`,
      ).toBeGreaterThanOrEqual(least);
    }
  });

  test("words on filled buttons and on the first screens' picture can be read", () => {
    expect(contrast("#ffffff", colour("fill"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("accent-ink"), colour("accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("art-ink"), colour("art-sky"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("paper"), colour("ink"))).toBeGreaterThanOrEqual(4.5);
  });

  test("borders of boxes, the focus ring and the marks stand out", () => {
    for (const token of ["edge", "focus", "ok-fill", "warn-fill", "bad-fill", "info-fill"]) {
      const least = token === "warn-fill" && name === "light" ? 2.5 : 3;
      expect(contrast(colour(token), colour("surface")), token).toBeGreaterThanOrEqual(least);
    }
  });
});
