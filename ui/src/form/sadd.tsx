import { TriangleAlert } from "lucide-react";
import type { NodeView } from "../host";
import { typedNumber } from "../locales/digits";
import { useText } from "../locales/text";
import { useSheet } from "./context";
import { Line } from "./fields";
import { Comments, ProblemLine } from "./question";

/** The four groups, in the order that the field counts them. */
export const columns = ["women", "men", "girls", "boys"] as const;
type Column = (typeof columns)[number];

const columnKeys: Record<Column, string> = {
  women: "women",
  men: "men",
  girls: "girls",
  boys: "boys",
};

export interface SaddGrid {
  all: Partial<Record<Column, NodeView>>;
  disabled: Partial<Record<Column, NodeView>>;
  total: NodeView | null;
  /** People whose sex was not recorded: asked below the grid, and counted in its sum. */
  unspecified: NodeView[];
  /** Questions of the group that have no place in the grid. */
  others: NodeView[];
}

/** Finds the places of the grid by the questions' names: `women`, `dis_women`, `total` … */
export function saddGrid(children: NodeView[]): SaddGrid {
  const grid: SaddGrid = { all: {}, disabled: {}, total: null, unspecified: [], others: [] };
  for (const node of children) {
    const parts = node.name.toLowerCase().split("_");
    const column = columns.find((c) => parts.includes(c));
    const disabled = parts.some((p) => ["dis", "disab", "disability", "disabled"].includes(p));
    const plain = parts.length <= (disabled ? 2 : 1);
    const row = disabled ? grid.disabled : grid.all;
    if (column && node.kind === "integer" && plain && !row[column]) row[column] = node;
    else if (node.name.toLowerCase() === "total" && node.kind === "integer") grid.total = node;
    else {
      if (parts.includes("unspecified") && node.kind === "integer") grid.unspecified.push(node);
      grid.others.push(node);
    }
  }
  return grid;
}

/** Whether these questions are a count of people by the four groups. */
export function countsPeople(nodes: NodeView[]): boolean {
  const { all } = saddGrid(nodes);
  return columns.every((column) => all[column]);
}

const same = (text: string) => text;
const whole = /^\d+$/;

/** Women, men, girls and boys, all and with disability, beside the heads counted. */
export function Sadd(props: { path: string; label: string; hint: string; grid: SaddGrid }) {
  const { path, label, hint, grid } = props;
  const { t, number } = useText();
  const { pen, wasLeft } = useSheet();
  const value = (n: NodeView | null | undefined) => (n ? (pen.typed(n.path) ?? n.value) : "");
  const figures = (row: SaddGrid["all"]) => columns.map((c) => value(row[c]));
  const sum = (row: SaddGrid["all"]) =>
    figures(row).reduce((all, figure) => all + (whole.test(figure) ? Number(figure) : 0), 0);
  const filled = (row: SaddGrid["all"]) => figures(row).some((figure) => figure !== "");
  const unspecified = grid.unspecified.map(value).filter((figure) => whole.test(figure));
  const made = unspecified.reduce((all, figure) => all + Number(figure), sum(grid.all));
  const counted = value(grid.total);
  const differs =
    grid.total !== null &&
    wasLeft(grid.total.path) &&
    whole.test(counted) &&
    filled(grid.all) &&
    Number(counted) !== made;
  const cells = [...columns.flatMap((c) => [grid.all[c], grid.disabled[c]]), grid.total].filter(
    (n) => n !== null && n !== undefined,
  );
  const hasDisabled = columns.some((c) => grid.disabled[c]);

  const row = (name: string, nodes: SaddGrid["all"], testid: string, total: boolean) => (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((c) => {
        const cell = nodes[c];
        return (
          <td key={c}>
            {cell && (
              <Line
                node={cell}
                store={typedNumber}
                show={same}
                inputMode="numeric"
                className="sadd-cell"
                label={t("sadd-cell", { group: t(columnKeys[c]), row: name })}
              />
            )}
          </td>
        );
      })}
      <td className="sadd-sum" data-testid={testid} aria-live="polite">
        {filled(nodes) ? number(total ? made : sum(nodes)) : ""}
      </td>
      {grid.total && (
        <td className="sadd-total">
          {total && (
            <Line
              node={grid.total}
              store={typedNumber}
              show={same}
              inputMode="numeric"
              className={differs ? "sadd-cell sadd-differs" : "sadd-cell"}
              label={grid.total.label}
            />
          )}
        </td>
      )}
    </tr>
  );

  return (
    <div className="q" data-path={path} data-testid={`q-${path}`}>
      {label && <p className="label">{label}</p>}
      <p className="hint">{hint || t("sadd-hint")}</p>
      <table className="sadd q-control" aria-label={label || t("sadd-title")}>
        <thead>
          <tr>
            <td />
            {columns.map((c) => (
              <th key={c} scope="col">
                {t(columnKeys[c])}
              </th>
            ))}
            <th scope="col">{t("sum")}</th>
            {grid.total && <th scope="col">{grid.total.label || t("total-counted")}</th>}
          </tr>
        </thead>
        <tbody>
          {row(t("sadd-all"), grid.all, "sadd-sum", true)}
          {hasDisabled && row(t("sadd-disability"), grid.disabled, "sadd-disability-sum", false)}
        </tbody>
      </table>
      <div aria-live="polite">
        {differs && (
          <p className="msg q-problem" data-tone="warn" data-testid="sadd-mismatch">
            <TriangleAlert size={17} aria-hidden />
            <span>{t("sadd-mismatch", { made, counted: Number(counted) })}</span>
          </p>
        )}
      </div>
      {cells.map((cell) =>
        // The sentence above says it in plainer words than the form's own rule would.
        differs && cell === grid.total ? null : <ProblemLine key={cell.path} node={cell} />,
      )}
      {cells.map((cell) => (
        <Comments key={cell.path} path={cell.path} />
      ))}
      <Comments path={path} />
    </div>
  );
}
