import { describe, expect, test } from "vitest";
import {
  briefDay,
  briefTime,
  clock,
  day,
  inCalendar,
  moment,
  today,
  typedBuddhistDay,
  typedDay,
  typedMonth,
  typedTime,
  typedYear,
} from "./dates";
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
  expect(typedNumber("twelve")).toBe("twelve");
});

test.each([
  ["2,5", "2.5"],
  ["12,50", "12.50"],
  ["0,125", "0.125"],
  ["12,500", "12500"],
  ["១២,៥០០", "12500"],
  ["1,250,000.5", "1250000.5"],
  ["-1,200", "-1200"],
  ["1.250.000,5", "1250000.5"],
  ["12.500", "12.500"],
  ["1,2345", "1.2345"],
  ["1234,500", "1234.500"],
  ["1,250,00", "1.250,00"],
])("%s is the number %s", (typed, stored) => expect(typedNumber(typed)).toBe(stored));

test("today is a date, and yesterday is before it", () => {
  expect(today()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(today(1) < today()).toBe(true);
});

const on = new Date(2026, 10, 23, 9);

test.each([
  ["t", "2026-11-23"],
  ["Today", "2026-11-23"],
  ["ថ្ងៃនេះ", "2026-11-23"],
  ["-1", "2026-11-22"],
  ["+30", "2026-12-23"],
  ["+", null],
  ["-30", "2026-10-24"],
  ["17/11", "2026-11-17"],
  ["23.11", "2026-11-23"],
  ["24/11", "2025-11-24"],
  ["29/2", null],
  ["31/11", null],
  ["17", null],
  ["tomorrow", null],
])("%s is short for %s", (typed, iso) => {
  expect(briefDay(typed, on)).toBe(iso);
});

test.each([
  ["23/11/2569", "2026-11-23"],
  ["29-02-2567", "2024-02-29"],
  ["29/02/2568", null],
  ["23/11/2026", null],
  ["23/11/2999", null],
  ["2569", null],
])("%s of the Buddhist era is %s", (typed, iso) => {
  expect(typedBuddhistDay(typed)).toBe(iso);
});

test.each([
  ["11/2025", "2025-11-01"],
  ["1.2025", "2025-01-01"],
  ["13/2025", null],
])("the month %s begins on %s", (typed, iso) => {
  expect(typedMonth(typed)).toBe(iso);
});

test.each([
  ["1984", "1984-01-01"],
  ["84", null],
  ["2569", null],
])("the year %s begins on %s", (typed, iso) => {
  expect(typedYear(typed)).toBe(iso);
});

test.each([
  ["8", "08:00"],
  ["14", "14:00"],
  ["810", "08:10"],
  ["8.10", "08:10"],
  ["25", null],
])("the time %s is %s", (typed, time) => {
  expect(briefTime(typed)).toBe(time);
});

test.each([
  ["en", "23 November 2569 BE"],
  ["en-XA", "23 November 2569 BE"],
  ["km", "23 វិច្ឆិកា 2569 BE"],
  ["th", "23 พฤศจิกายน 2569"],
  ["tet", "23 November 2569 BE"],
])("a day in the Buddhist calendar is told in %s, or in English", (language, told) => {
  expect(inCalendar("2026-11-23", "buddhist", language)).toBe(told);
});

test("a calendar that nobody knows is passed over", () => {
  expect(inCalendar("2026-11-23", "no calendar", "km")).toBe("");
});
