import { describe, expect, test } from "vitest";
import { clock, day, moment, today, typedDay, typedTime } from "./dates";
import { asciiDigits, typedNumber } from "./digits";

test("a time is shown as its own laptop wrote it, whatever the offset", () => {
  expect(moment("2026-11-23T23:59:10+07:00")).toBe("23/11/2026 23:59");
  expect(day("2026-11-23")).toBe("23/11/2026");
  expect(clock("2026-11-23")).toBe("");
  expect(moment(null)).toBe("");
});

describe("what is typed as a date", () => {
  test.each([
    ["23/11/2026", "2026-11-23"],
    ["1/2/2026", "2026-02-01"],
    ["23.11.2026", "2026-11-23"],
    ["23 11 2026", "2026-11-23"],
    ["23112026", "2026-11-23"],
    ["29/02/2024", "2024-02-29"],
    ["29/02/2026", null],
    ["31/11/2026", null],
    ["00/11/2026", null],
    ["2026-11-23", null],
    ["11/2026", null],
    ["23/11/2569", null],
    ["", null],
    ["soon", null],
  ])("%s is %s", (typed, stored) => expect(typedDay(typed)).toBe(stored));
});

describe("what is typed as a time", () => {
  test.each([
    ["8:05", "08:05"],
    ["0830", "08:30"],
    ["830", "08:30"],
    ["14.30", "14:30"],
    ["24:00", null],
    ["12:60", null],
    ["8", null],
    ["", null],
  ])("%s is %s", (typed, stored) => expect(typedTime(typed)).toBe(stored));
});

test("digits of every script of the region are numbers", () => {
  expect(asciiDigits("០១២៣៤៥៦៧៨៩")).toBe("0123456789");
  expect(asciiDigits("๑๒ ໑໒ ၁၂ 12")).toBe("12 12 12 12");
  expect(typedNumber(" ១ ២០៤ ")).toBe("1204");
  expect(typedNumber("2,5")).toBe("2.5");
  expect(typedNumber("twelve")).toBe("twelve");
});

test("today is a date, and yesterday is before it", () => {
  expect(today()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(today(1) < today()).toBe(true);
});
