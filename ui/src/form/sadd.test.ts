import { expect, test } from "vitest";
import type { NodeView } from "../host";
import { countsPeople, differs, made, saddGrid } from "./sadd-grid";

function node(name: string, kind = "integer"): NodeView {
  return {
    path: `sadd/${name}`,
    name,
    kind,
    label: name,
    hint: "",
    guidance: "",
    image: "",
    rows: 0,
    range: null,
    value: "",
    required: false,
    read_only: false,
    appearance: "",
    choices: [],
    choice_count: 0,
    problem: null,
    file: null,
    children: [],
  };
}

const names = (nodes: Partial<Record<string, NodeView>>) =>
  Object.values(nodes).map((n) => n?.name);

test("each question finds its place by its name", () => {
  const four = ["women", "men", "girls", "boys"];
  const grid = saddGrid(
    [...four, "unspecified_child", "total", ...four.map((n) => `dis_${n}`), "first_time"].map((n) =>
      node(n),
    ),
  );
  expect(names(grid.all)).toEqual(four);
  expect(names(grid.disabled)).toEqual(four.map((n) => `dis_${n}`));
  expect(grid.total?.name).toBe("total");
  expect(grid.unspecified.map((n) => n.name)).toEqual(["unspecified_child"]);
  expect(grid.others.map((n) => n.name)).toEqual(["unspecified_child", "first_time"]);
});

test("names that only sound alike stay ordinary questions", () => {
  const grid = saddGrid([
    node("women_leaders"),
    node("womenfolk"),
    node("men", "select_one"),
    node("total_cost"),
    node("first_time_girls_trained"),
  ]);
  expect([names(grid.all), names(grid.disabled), grid.total]).toEqual([[], [], null]);
  expect(grid.others.length).toBe(5);
});

test("a section is a count of people only when all four groups are asked", () => {
  expect(countsPeople(["boys", "women", "men", "girls"].map((n) => node(n)))).toBe(true);
  expect(countsPeople(["women", "men", "girls"].map((n) => node(n)))).toBe(false);
});

test("age groups belong to their group, where all three are asked", () => {
  const four = ["women", "men", "girls", "boys"];
  const bands = ["f", "m"].flatMap((sex) => [1, 2, 3, 4, 5, 6].map((n) => `${sex}_b${n}`));
  const grid = saddGrid(["mode", ...four, ...bands, "total", "displaced"].map((n) => node(n)));
  const of = (column: "women" | "men" | "girls" | "boys") => grid.bands[column]?.map((n) => n.name);
  expect([of("women"), of("boys")]).toEqual([
    ["f_b4", "f_b5", "f_b6"],
    ["m_b1", "m_b2", "m_b3"],
  ]);
  expect(grid.before.map((n) => n.name)).toEqual(["mode"]);
  expect(grid.others.map((n) => n.name)).toEqual(["displaced"]);
  const half = saddGrid([...four, "f_b4", "f_b5"].map((n) => node(n)));
  expect(half.bands).toEqual({});
  expect(half.others.map((n) => n.name)).toEqual(["f_b4", "f_b5"]);
});

test.each([
  ["39", ["16", "9", "14"], 39, false],
  ["40", ["16", "9", "14"], 39, true],
  ["", ["16"], 16, false],
  ["4", ["", ""], 0, false],
  ["4", ["4", "x"], 4, false],
])("%s counted of %j", (counted, parts, sum, off) => {
  expect([made(parts), differs(counted, parts)]).toEqual([sum, off]);
});
