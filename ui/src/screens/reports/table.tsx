import type { ReportCell, ReportRow, ReportTable } from "../../host";
import { languageOf } from "../../locales/languages";
import { useText } from "../../locales/text";
import { nameOf, told } from "./figures";

/** The figures of one table: rows, totals, what was counted later, and the times that it is compared with. */
export function Figures({ table }: { table: ReportTable }) {
  const { t, language } = useText();
  const formats = languageOf(language)?.numbers ?? "en-GB";
  const cells = (row: ReportCell[] | undefined) =>
    table.columns.map((column, at) => (
      <td key={column.code} className="num">
        {told(row?.[at], column.unit, formats)}
      </td>
    ));
  const line = (row: ReportRow) => (
    <tr key={keyOf(row)} className={row.is_subtotal ? "report-subtotal" : undefined}>
      <th scope="row" className={row.is_subtotal ? undefined : "report-name"}>
        {nameOf(row).map((name) => (
          <span key={name}>{name}</span>
        ))}
      </th>
      {cells(row.cells)}
    </tr>
  );
  const sums: [string, ReportCell[] | null | undefined][] = [
    ["report-total", table.total],
    ["report-before", table.before],
    ["report-year-before", table.year_before],
    ["report-waiting", table.provisional],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard
    <div className="report-frame" tabIndex={0} role="group" aria-label={table.title}>
      <table className="plain-table report-figures" data-testid={`table-${table.indicator}`}>
        <thead>
          <tr>
            <th scope="col">{table.split_title ?? t("report-row")}</th>
            {table.columns.map((column) => (
              <th scope="col" key={column.code} className="num">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{table.rows.map(line)}</tbody>
        {table.adjustments.length > 0 && (
          <tbody data-testid="adjustments">
            <tr>
              <th scope="rowgroup" colSpan={table.columns.length + 1}>
                {t("report-adjustments")}
              </th>
            </tr>
            {table.adjustments.map(line)}
          </tbody>
        )}
        <tfoot>
          {sums.map(
            ([key, sum]) =>
              sum && (
                <tr key={key} data-testid={key}>
                  <th scope="row">{t(key)}</th>
                  {cells(sum)}
                </tr>
              ),
          )}
        </tfoot>
      </table>
    </div>
  );
}

const keyOf = (row: ReportRow) => [row.is_subtotal, ...row.codes, row.kind].join(" ");
