import type { NodeView } from "../host";

/** The four groups, in the order that the field counts them. */
export const columns = ["women", "men", "girls", "boys"] as const;
export type Column = (typeof columns)[number];

export const columnKeys: Record<Column, string> = {
  women: "women",
  men: "men",
  girls: "girls",
  boys: "boys",
};

/** The age groups of each group, by the numbers that their questions carry. */
export const bandsOf: Record<Column, readonly [sex: "f" | "m", numbers: readonly number[]]> = {
  women: ["f", [4, 5, 6]],
  men: ["m", [4, 5, 6]],
  girls: ["f", [1, 2, 3]],
  boys: ["m", [1, 2, 3]],
};

export interface SaddGrid {
  all: Partial<Record<Column, NodeView>>;
  disabled: Partial<Record<Column, NodeView>>;
  /** The age groups of a group, from the youngest; only where all three are asked. */
  bands: Partial<Record<Column, NodeView[]>>;
  total: NodeView | null;
  /** People whose sex was not recorded: asked below the grid, and counted in its sum. */
  unspecified: NodeView[];
  /** Questions that stand before the grid. */
  before: NodeView[];
  /** Questions of the group that have no place in the grid. */
  others: NodeView[];
}

/** Finds the places of the grid by the questions' names: `women`, `dis_women`, `f_b4`, `total` … */
export function saddGrid(children: NodeView[]): SaddGrid {
  const bands = bandsIn(children);
  const placed = new Set(Object.values(bands).flat());
  const grid: SaddGrid = {
    all: {},
    disabled: {},
    bands,
    total: null,
    unspecified: [],
    before: [],
    others: [],
  };
  for (const node of children) {
    const parts = node.name.toLowerCase().split("_");
    const column = columns.find((c) => parts.includes(c));
    const disabled = parts.some((p) => ["dis", "disab", "disability", "disabled"].includes(p));
    const plain = parts.length <= (disabled ? 2 : 1);
    const row = disabled ? grid.disabled : grid.all;
    if (placed.has(node)) continue;
    if (column && node.kind === "integer" && plain && !row[column]) row[column] = node;
    else if (node.name.toLowerCase() === "total" && node.kind === "integer") grid.total = node;
    else {
      if (parts.includes("unspecified") && node.kind === "integer") grid.unspecified.push(node);
      grid.others.push(node);
    }
  }
  const cells = new Set<NodeView | null>([
    ...Object.values(grid.all),
    ...Object.values(grid.disabled),
    ...placed,
    grid.total,
  ]);
  const first = children.findIndex((node) => cells.has(node));
  grid.before = first < 0 ? [] : children.slice(0, first);
  grid.others = grid.others.filter((node) => !grid.before.includes(node));
  return grid;
}

function bandsIn(children: NodeView[]): SaddGrid["bands"] {
  const byName = new Map(children.map((node) => [node.name.toLowerCase(), node]));
  const found: SaddGrid["bands"] = {};
  for (const column of columns) {
    const [sex, numbers] = bandsOf[column];
    const nodes = numbers.flatMap((n) => byName.get(`${sex}_b${n}`) ?? []);
    if (nodes.length === numbers.length && nodes.every((n) => n.kind === "integer")) {
      found[column] = nodes;
    }
  }
  return found;
}

/** Whether these questions are a count of people by the four groups. */
export function countsPeople(nodes: NodeView[]): boolean {
  const { all } = saddGrid(nodes);
  return columns.every((column) => all[column]);
}

const whole = /^\d+$/;

/** What figures make together; what is no whole number counts nothing. */
export function made(figures: string[]): number {
  return figures.reduce((all, figure) => all + (whole.test(figure) ? Number(figure) : 0), 0);
}

/** Whether a total that was written down differs from what the parts make. */
export function differs(counted: string, parts: string[]): boolean {
  const some = parts.some((figure) => figure !== "");
  return some && whole.test(counted) && Number(counted) !== made(parts);
}
