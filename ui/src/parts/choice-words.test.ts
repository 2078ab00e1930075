import { expect, test } from "vitest";
import { type Choice, ChoiceTyping, digitOf, folded, matching } from "./choice-words";

test.each([
  ["Kratié", "kratie"],
  ["  Takéo ១២", "  takeo 12"],
  ["ភូមិ\u200bថ្មី", "ភូមិថ្មី"],
  ["Phu\u0301m", "phum"],
  ["កោះ", "កោះ"],
])("%s is compared as %s", (text, as) => {
  expect(folded(text)).toBe(as.normalize("NFC"));
});

const many: Choice[] = Array.from({ length: 5000 }, (_, i) => ({
  value: `KH${String(i).padStart(6, "0")}`,
  label: `ភូមិថ្មីទី ${i} (Phum Thmei ${i})`,
}));

test.each([
  ["thmei 4999", 1],
  ["ថ្មី ៤៩៩៩", 1],
  ["kh000012", 1],
  ["phum 49", 199],
  ["zzz", 0],
])("%s among 5,000 choices finds %i, soon enough", (words, count) => {
  matching(many, "warm");
  const took = Array.from({ length: 5 }, () => {
    const began = performance.now();
    matching(many, words);
    return performance.now() - began;
  });
  expect(Math.min(...took)).toBeLessThan(10);
  expect(matching(many, words).length).toBe(count);
});

const fruit: Choice[] = ["Mango", "Banana", "Papaya", "Pomelo", "ល្ហុង", "ស្វាយ"].map((label) => ({
  value: label.toLowerCase(),
  label,
}));

/** The places that keys ask for, each a tenth of a second after the one before. */
function places(keys: string, gap = 100): (number | null)[] {
  const typing = new ChoiceTyping();
  let from = -1;
  return Array.from(keys, (key, i) => {
    const found = typing.hear(key, fruit, from, i * gap);
    if (found !== null) from = found;
    return found;
  });
}

test.each([
  ["b", [1]],
  ["po", [2, 3]],
  ["pp", [2, 3]],
  ["ស", [5]],
  ["3", [2]],
  ["៤", [3]],
  ["9", [null]],
  ["x", [null]],
  [" ", [null]],
])("typing %s asks for %j", (keys, at) => {
  expect(places(keys)).toEqual(at);
});

test("after a pause a letter begins anew", () => {
  expect(places("po", 2000)).toEqual([2, null]);
});

test("each digit means one of the first ten, however fast they follow", () => {
  const dozen = Array.from({ length: 12 }, (_, i) => ({ value: `${i}`, label: `${i}` }));
  const typing = new ChoiceTyping();
  expect(Array.from("1240", (key) => typing.hear(key, dozen, -1, 0))).toEqual([0, 1, 3, 9]);
  expect([0, 8, 9, 10].map(digitOf)).toEqual(["1", "9", "0", null]);
});
