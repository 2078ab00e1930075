import { TriangleAlert } from "lucide-react";
import { useText } from "../locales/text";
import { useAnswers, useWasLeft } from "./context";
import { SaddCell } from "./sadd";
import {
  bandsOf,
  type Column,
  columnKeys,
  columns,
  differs,
  made,
  type SaddGrid,
} from "./sadd-grid";

/** Adults and children have age groups of their own. */
const halves: [Column[], string][] = [
  [["women", "men"], "sadd-adults"],
  [["girls", "boys"], "sadd-children"],
];

/**
 * The four groups one below the other, each with its age groups and its people with disability; the
 * sum of all stands beside the heads counted.
 */
export function SaddBands(props: { grid: SaddGrid; label: string; sum: number; off: boolean }) {
  const { grid, label, sum, off } = props;
  const { t, number } = useText();
  const ages = [
    "",
    t("age-0-4"),
    t("age-5-11"),
    t("age-12-17"),
    t("age-18-49"),
    t("age-50-59"),
    t("age-60"),
  ];
  const hasDisabled = columns.some((c) => grid.disabled[c]);
  const disabled = useAnswers(columns.flatMap((c) => grid.disabled[c] ?? []));
  const filled = useAnswers(columns.flatMap((c) => grid.all[c] ?? [])).some((one) => one !== "");
  return (
    <div className="sadd-frame q-control">
      <table className="sadd sadd-bands" aria-label={label || t("sadd-title")}>
        {halves.map(([groups, key]) => (
          <tbody key={key}>
            <tr className="sadd-ages">
              <th scope="col">{t(key)}</th>
              <th scope="col">{t("sadd-all")}</th>
              {bandsOf[groups[0] ?? "women"][1].map((n) => (
                <th key={n} scope="col">
                  {ages[n]}
                </th>
              ))}
              <th scope="col">{t("sum")}</th>
              {hasDisabled && <th scope="col">{t("sadd-disability")}</th>}
            </tr>
            {groups.map((group) => (
              <GroupRow
                key={group}
                grid={grid}
                group={group}
                ages={ages}
                hasDisabled={hasDisabled}
              />
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">{t("sum")}</th>
            <td className="sadd-sum" data-testid="sadd-sum" aria-live="polite">
              {filled ? number(sum) : ""}
            </td>
            <td colSpan={3} className="sadd-counted">
              {grid.total ? grid.total.label || t("total-counted") : ""}
            </td>
            <td className="sadd-total" data-path={grid.total?.path}>
              {grid.total && <SaddCell node={grid.total} label={grid.total.label} marked={off} />}
            </td>
            {hasDisabled && (
              <td className="sadd-sum" data-testid="sadd-disability-sum" aria-live="polite">
                {number(made(disabled))}
              </td>
            )}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Whether the age groups of a group were left and do not make it, and what they make. */
function useBands(grid: SaddGrid, group: Column) {
  const all = grid.all[group];
  const bands = grid.bands[group] ?? [];
  const [counted = ""] = useAnswers(all ? [all] : []);
  const parts = useAnswers(bands);
  const left = useWasLeft(bands.at(-1)?.path ?? "");
  const filled = parts.some((figure) => figure !== "");
  return { off: left && differs(counted, parts), sum: filled ? made(parts) : null };
}

/** The sentence below the grid for a group whose age groups do not make it, where the form has none. */
export function BandsOff({ grid, group }: { grid: SaddGrid; group: Column }) {
  const { t } = useText();
  const { off } = useBands(grid, group);
  const said = (grid.bands[group] ?? []).some((node) => node.problem !== null);
  return (
    off &&
    !said && (
      <p className="msg q-problem" data-tone="warn" data-testid={`sadd-off-${group}`}>
        <TriangleAlert size={17} aria-hidden />
        <span>{t("sadd-bands-off", { group: t(columnKeys[group]) })}</span>
      </p>
    )
  );
}

/** A group, its age groups with what they make, and its people with disability. */
function GroupRow(props: { grid: SaddGrid; group: Column; ages: string[]; hasDisabled: boolean }) {
  const { grid, group, ages, hasDisabled } = props;
  const { t, number } = useText();
  const name = t(columnKeys[group]);
  const all = grid.all[group];
  const bands = grid.bands[group] ?? [];
  const disabled = grid.disabled[group];
  const { off, sum } = useBands(grid, group);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-path={all?.path}>
        {all && <SaddCell node={all} label={t("sadd-cell", { group: name, row: t("sadd-all") })} />}
      </td>
      {bandsOf[group][1].map((n, i) => {
        const node = bands[i];
        return (
          <td key={n} data-path={node?.path}>
            {node && (
              <SaddCell
                node={node}
                label={t("sadd-cell", { group: name, row: ages[n] ?? "" })}
                marked={off}
              />
            )}
          </td>
        );
      })}
      <td
        className="sadd-sum"
        data-off={off || undefined}
        data-testid={`sadd-sum-${group}`}
        aria-live="polite"
      >
        {sum === null ? "" : number(sum)}
      </td>
      {hasDisabled && (
        <td data-path={disabled?.path}>
          {disabled && (
            <SaddCell
              node={disabled}
              label={t("sadd-cell", { group: name, row: t("sadd-disability") })}
            />
          )}
        </td>
      )}
    </tr>
  );
}
