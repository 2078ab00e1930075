import { expect, test } from "vitest";

import type { ReportRow } from "../../host";
import { nameOf } from "./figures";

const row = (names: string[], kind_name: string | null, is_subtotal = false): ReportRow => ({
  codes: names,
  names,
  kind: kind_name,
  kind_name,
  is_subtotal,
  cells: [],
});

test.each([
  [row(["Battambang", "Samlout"], null), ["Samlout"]],
  [row(["Battambang", "Samlout"], null, true), ["Battambang"]],
  [row(["Battambang", "Samlout"], "Mine"), ["Samlout", "Mine"]],
  [row(["Battambang", "", ""], "KH-P-1"), ["Battambang", "KH-P-1"]],
  [row(["", "", ""], "KH-P-1"), ["KH-P-1"]],
  [row([], "Farming"), ["Farming"]],
])("a row is called by its last known place and its kind: %#", (row, expected) => {
  expect(nameOf(row)).toEqual(expected);
});
