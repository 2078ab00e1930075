import type { ReportRow, ReportTable } from "../../host";
import { languageOf } from "../../locales/languages";
import { useText } from "../../locales/text";
import { Bars, type Line } from "./bars";
import { compared, drawn, nameOf, seriesOf, sum, told } from "./figures";

/** So many bars are read at a glance; the table has the rest. */
const BARS_MAX = 12;

/** Bars of the largest rows and of earlier times, one colour for each group; whoever does not see them hears the same. */
export default function Chart({ table }: { table: ReportTable }) {
  const { t, language, number } = useText();
  const formats = languageOf(language)?.numbers ?? "en-GB";
  const series = seriesOf(table);
  const rows = drawn(table, series, BARS_MAX);
  const times = compared(table, series);
  const [first] = rows;
  const last = rows.at(-1);
  const unit = table.columns[series[0]?.at ?? 0]?.unit ?? "count";
  const size = (value: number) => told({ value, text: null }, unit, formats);
  const name = (row: ReportRow) => nameOf(row).join(" · ");
  const line = (of: string, cells: ReportRow["cells"]): Line => ({
    name: of,
    values: series.map(({ at }) => cells[at]?.value ?? 0),
    size: size(sum({ cells }, series)),
  });
  const words =
    first &&
    last &&
    t("report-chart", {
      title: table.title,
      count: rows.length,
      most: name(first),
      value: size(sum(first, series)),
      least: name(last),
      small: size(sum(last, series)),
    });
  const hasRows = rows.length >= 2;
  if (!hasRows && times.length < 2) return null;
  return (
    <div className="report-charts">
      {words && hasRows && (
        <figure className="report-chart" data-testid={`chart-${table.indicator}`}>
          <Bars
            words={words}
            series={series}
            size={size}
            lines={rows.map((row) => line(name(row), row.cells))}
          />
          {series.length > 1 && <Legend series={series} />}
          <figcaption className="hint">
            {table.rows.filter((row) => !row.is_subtotal).length > rows.length
              ? t("report-chart-most", { count: number(rows.length) })
              : t("report-chart-all")}
          </figcaption>
        </figure>
      )}
      {times.length > 1 && (
        <figure className="report-chart" data-testid={`compare-${table.indicator}`}>
          <Bars
            words={t("report-compare", { title: table.title })}
            series={series}
            size={size}
            lines={times.map(([key, cells]) => line(t(key), cells))}
          />
          {!hasRows && series.length > 1 && <Legend series={series} />}
          <figcaption className="hint">{t("report-compare-title")}</figcaption>
        </figure>
      )}
    </div>
  );
}

function Legend({ series }: { series: ReturnType<typeof seriesOf> }) {
  return (
    <ul className="report-legend">
      {series.map(({ at, title }, which) => (
        <li key={at}>
          <span className={`bar-key bar-${which}`} aria-hidden />
          {title}
        </li>
      ))}
    </ul>
  );
}
