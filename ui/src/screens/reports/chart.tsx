import type { ReportRow, ReportTable } from "../../host";
import { languageOf } from "../../locales/languages";
import { useText } from "../../locales/text";
import { drawn, nameOf, seriesOf, sum, told } from "./figures";

/** So many bars are read at a glance; the table has the rest. */
const BARS_MAX = 12;
const WIDTH = 320;
const BAR = 16;
const ROW = 40;

/** Bars of the largest rows, one colour for each group; whoever does not see them hears the same. */
export default function Chart({ table }: { table: ReportTable }) {
  const { t, language, number } = useText();
  const formats = languageOf(language)?.numbers ?? "en-GB";
  const series = seriesOf(table);
  const rows = drawn(table, series, BARS_MAX);
  const [first] = rows;
  const last = rows.at(-1);
  if (rows.length < 2 || !first || !last) return null;
  const largest = sum(first, series);
  const unit = table.columns[series[0]?.at ?? 0]?.unit ?? "count";
  const size = (value: number) => told({ value, text: null }, unit, formats);
  const name = (row: ReportRow) => nameOf(row).join(" · ");
  const words = t("report-chart", {
    title: table.title,
    count: rows.length,
    most: name(first),
    value: size(largest),
    least: name(last),
    small: size(sum(last, series)),
  });
  return (
    <figure className="report-chart" data-testid={`chart-${table.indicator}`}>
      <svg
        viewBox={`0 0 ${WIDTH} ${rows.length * ROW}`}
        role="img"
        aria-label={words}
        preserveAspectRatio="xMinYMin meet"
      >
        {rows.map((row, place) => {
          let left = 0;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: bars stand in the order of their size
            <g key={place} transform={`translate(0 ${place * ROW})`}>
              <text x={0} y={14} className="report-bar-name">
                {shortened(name(row))}
              </text>
              <text x={WIDTH} y={14} textAnchor="end" className="report-bar-size">
                {size(sum(row, series))}
              </text>
              {series.map(({ at }, which) => {
                const width = ((row.cells[at]?.value ?? 0) / largest) * WIDTH;
                const x = left;
                left += width;
                return (
                  <rect
                    key={at}
                    x={x}
                    y={19}
                    width={width}
                    height={BAR}
                    className={`bar-${which}`}
                  />
                );
              })}
            </g>
          );
        })}
      </svg>
      {series.length > 1 && (
        <ul className="report-legend">
          {series.map(({ at, title }, which) => (
            <li key={at}>
              <span className={`bar-key bar-${which}`} aria-hidden />
              {title}
            </li>
          ))}
        </ul>
      )}
      <figcaption className="hint">
        {table.rows.filter((row) => !row.is_subtotal).length > rows.length
          ? t("report-chart-most", { count: number(rows.length) })
          : t("report-chart-all")}
      </figcaption>
    </figure>
  );
}

const shortened = (name: string) => (name.length > 34 ? `${name.slice(0, 33)}…` : name);
