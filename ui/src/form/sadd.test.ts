import { expect, test } from "vitest";
import type { NodeView } from "../host";
import { countsPeople, saddGrid } from "./sadd";

function node(name: string, kind = "integer"): NodeView {
  return {
    path: `sadd/${name}`,
    name,
    kind,
    label: name,
    hint: "",
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
