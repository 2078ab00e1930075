import { TriangleAlert } from "lucide-react";
import type { NodeView } from "../host";
import { typedNumber } from "../locales/digits";
import { useText } from "../locales/text";
import { useAnswers, useWasLeft } from "./context";
import { Line, same } from "./line";
import { Comments, ProblemLine } from "./question";
import { BandsOff, SaddBands } from "./sadd-bands";
import { type Column, columnKeys, columns, differs, made, type SaddGrid } from "./sadd-grid";

/** One figure of the grid. */
export function SaddCell(props: { node: NodeView; label: string; marked?: boolean }) {
  const mark = props.marked ? "sadd-cell sadd-differs" : "sadd-cell";
  return (
    <Line
      node={props.node}
      store={typedNumber}
      show={same}
      inputMode="numeric"
      className={mark}
      label={props.label}
    />
  );
}

const here = (node: NodeView | undefined | null): NodeView[] => (node ? [node] : []);

/** Women, men, girls and boys, all and with disability, beside the heads counted. */
export function Sadd(props: { path: string; label: string; hint: string; grid: SaddGrid }) {
  const { path, label, hint, grid } = props;
  const { t } = useText();
  const parts = useAnswers([...columns.flatMap((c) => here(grid.all[c])), ...grid.unspecified]);
  const [counted = ""] = useAnswers(here(grid.total));
  const left = useWasLeft(grid.total?.path ?? "");
  const groups = parts.slice(0, columns.length);
  const off = left && groups.some((figure) => figure !== "") && differs(counted, parts);
  const hasBands = Object.keys(grid.bands).length > 0;
  const cells = [
    ...columns.flatMap((c) => [
      ...here(grid.all[c]),
      ...(grid.bands[c] ?? []),
      ...here(grid.disabled[c]),
    ]),
    ...here(grid.total),
  ];
  return (
    <div className="q" data-path={path} data-testid={`q-${path}`}>
      {label && <p className="label">{label}</p>}
      <p className="hint">{hint || t("sadd-hint")}</p>
      {hasBands ? (
        <SaddBands grid={grid} label={label} sum={made(parts)} off={off} />
      ) : (
        <Groups grid={grid} label={label} sum={made(parts)} off={off} />
      )}
      <div aria-live="polite">
        {off && (
          <p className="msg q-problem" data-tone="warn" data-testid="sadd-mismatch">
            <TriangleAlert size={17} aria-hidden />
            <span>{t("sadd-mismatch", { made: made(parts), counted: Number(counted) })}</span>
          </p>
        )}
        {hasBands && columns.map((c) => <BandsOff key={c} grid={grid} group={c} />)}
      </div>
      {cells.map((cell) =>
        // The sentence above says it in plainer words than the form's own rule would.
        off && cell === grid.total ? null : <ProblemLine key={cell.path} node={cell} named />,
      )}
      {cells.map((cell) => (
        <Comments key={cell.path} path={cell.path} />
      ))}
      <Comments path={path} />
    </div>
  );
}

/** The four groups side by side. */
function Groups(props: { grid: SaddGrid; label: string; sum: number; off: boolean }) {
  const { grid, label, sum, off } = props;
  const { t, number } = useText();
  const all = useAnswers(columns.flatMap((c) => here(grid.all[c])));
  const disabled = useAnswers(columns.flatMap((c) => here(grid.disabled[c])));
  const filled = (figures: string[]) => figures.some((figure) => figure !== "");
  const rowCells = (name: string, nodes: SaddGrid["all"]) =>
    columns.map((c: Column) => {
      const node = nodes[c];
      return (
        <td key={c} data-path={node?.path}>
          {node && (
            <SaddCell node={node} label={t("sadd-cell", { group: t(columnKeys[c]), row: name })} />
          )}
        </td>
      );
    });
  return (
    <div className="sadd-frame q-control">
      <table className="sadd" aria-label={label || t("sadd-title")}>
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
          <tr>
            <th scope="row">{t("sadd-all")}</th>
            {rowCells(t("sadd-all"), grid.all)}
            <td className="sadd-sum" data-testid="sadd-sum" aria-live="polite">
              {filled(all) ? number(sum) : ""}
            </td>
            {grid.total && (
              <td className="sadd-total" data-path={grid.total.path}>
                <SaddCell node={grid.total} label={grid.total.label} marked={off} />
              </td>
            )}
          </tr>
          {disabled.length > 0 && (
            <tr>
              <th scope="row">{t("sadd-disability")}</th>
              {rowCells(t("sadd-disability"), grid.disabled)}
              <td className="sadd-sum" data-testid="sadd-disability-sum" aria-live="polite">
                {filled(disabled) ? number(made(disabled)) : ""}
              </td>
              {grid.total && <td />}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
