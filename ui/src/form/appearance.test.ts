import { expect, test } from "vitest";
import type { NodeView } from "../host";
import { isBare, isQuick, layoutOf, widthOf } from "./appearance";
import { scaleOf, valuesOf } from "./range-field";

function node(appearance: string, choices = 5, kind = "select_one"): NodeView {
  return {
    path: "q",
    name: "q",
    kind,
    label: "",
    hint: "",
    guidance: "",
    image: "",
    rows: 0,
    value: "",
    required: false,
    read_only: false,
    appearance,
    choices: Array.from({ length: choices }, (_, i) => ({
      value: `${i}`,
      label: `${i}`,
      image: "",
    })),
    choice_count: choices,
    problem: null,
    file: null,
    children: [],
    range: null,
  };
}

test.each([
  ["", 5, "chips"],
  ["", 8, "search"],
  ["minimal", 2, "search"],
  ["autocomplete sala-no-repeat", 2, "search"],
  ["search('villages', 'contains', 'name', word)", 2, "search"],
  ["columns-pack", 30, "chips"],
  ["horizontal-compact", 30, "chips"],
  ["likert", 5, "likert"],
  ["vertical", 12, "list"],
  ["columns", 12, "columns 0"],
  ["columns-4", 12, "columns 4"],
  ["quickcompact-3", 12, "columns 3"],
  ["columns-99", 12, "columns 10"],
  ["map image-map ex:app(a)", 3, "chips"],
])("%s over %i choices stands as %s", (appearance, choices, layout) => {
  const { kind, ...more } = layoutOf(node(appearance, choices));
  expect([kind, ...Object.values(more)].join(" ")).toBe(layout);
});

test("several choices are always seen", () => {
  expect(layoutOf(node("", 25, "select_multiple")).kind).toBe("chips");
});

test.each([
  ["quick", true, false],
  ["quickcompact", true, true],
  ["compact-2", false, true],
  ["no-buttons", false, true],
  ["", false, false],
])("%s: quick is %s, bare is %s", (appearance, quick, bare) => {
  expect([isQuick(node(appearance)), isBare(node(appearance))]).toEqual([quick, bare]);
});

test.each([
  ["w3", 3],
  ["minimal w10", 10],
  ["w11", null],
  ["window", null],
])("%s is %s parts wide", (appearance, width) => {
  expect(widthOf(node(appearance))).toBe(width);
});

test.each([
  ["0", "10", "5", "0 5 10"],
  ["10", "0", "5", "10 5 0"],
  ["0", "1", "0.25", "0.00 0.25 0.50 0.75 1.00"],
  ["0", "0.3", "0.1", "0.0 0.1 0.2 0.3"],
  ["1", "6", "2", "1 3 5"],
  ["1", "1", "1", "none"],
  ["1", "5", "0", "none"],
  ["a", "5", "1", "none"],
])("a range from %s to %s by %s has %s", (start, end, step, values) => {
  const scale = scaleOf({ start, end, step, placeholder: "" });
  expect(scale ? valuesOf(scale).join(" ") : "none").toBe(values);
});
