import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { RecordRow } from "../../host";
import { day, moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { DeliveryChip, ReviewChip } from "../../parts/chips";
import { isMasked, Shown } from "../../parts/record/shown";

export interface Column {
  key: string;
  /** Catalogue key of the heading. */
  head: string;
  /** Width as a track of a grid. */
  width: string;
  /** The order that the heading chooses. */
  sort?: string;
  /** Figures stand at the right. */
  isNumber?: boolean;
}

/** Every column that a list can have, in the order in which they stand. */
export const columns: Column[] = [
  { key: "date", head: "column-date", width: "5.75rem", sort: "date" },
  { key: "what", head: "column-what", width: "minmax(9rem, 3fr)", sort: "title" },
  { key: "form", head: "form", width: "minmax(6rem, 1.5fr)" },
  { key: "reference", head: "column-reference", width: "minmax(8rem, 2fr)" },
  { key: "adm1", head: "column-province", width: "minmax(5rem, 1fr)" },
  { key: "adm2", head: "column-district", width: "minmax(5rem, 1fr)" },
  { key: "team", head: "team", width: "4.75rem", sort: "team" },
  { key: "author", head: "column-author", width: "minmax(5rem, 1fr)" },
  { key: "people", head: "column-people", width: "4.25rem", sort: "people", isNumber: true },
  { key: "women", head: "column-women", width: "4rem", isNumber: true },
  { key: "men", head: "column-men", width: "4rem", isNumber: true },
  { key: "girls", head: "column-girls", width: "4rem", isNumber: true },
  { key: "boys", head: "column-boys", width: "4rem", isNumber: true },
  { key: "changed", head: "column-changed", width: "8.5rem", sort: "changed" },
  { key: "state", head: "column-state", width: "9.5rem", sort: "state" },
];

const usualColumns = ["date", "what", "team", "people", "state"];

/** The columns of these keys, in their own order; the usual ones where there is none. */
export function chosenColumns(keys: string[]): Column[] {
  const chosen = columns.filter((column) => keys.includes(column.key));
  return chosen.length > 0 ? chosen : columns.filter((column) => usualColumns.includes(column.key));
}

const groups = ["women", "men", "girls", "boys"];

/** One cell of a row. */
export function Cell({ row, column }: { row: RecordRow; column: Column }): ReactNode {
  const { t, number } = useText();
  const place = column.key === "adm1" ? row.adm1 : row.adm2;
  const count = row.counts[groups.indexOf(column.key)] ?? null;
  switch (column.key) {
    case "date":
      return isMasked(row, "date") ? <Shown row={row} fact="date" /> : day(row.date);
    case "what":
      return <What row={row} />;
    case "form":
      return <span className="clip block">{row.form_title}</span>;
    case "reference":
      return <span className="clip block num">{row.reference}</span>;
    case "adm1":
    case "adm2":
      return isMasked(row, "place") ? (
        <Shown row={row} fact="place" />
      ) : (
        <span className="clip block">{place}</span>
      );
    case "team":
      return <span className="clip block">{row.team}</span>;
    case "author":
      return <span className="clip block">{row.author}</span>;
    case "people":
      return <Shown row={row} fact="people" />;
    case "changed":
      return <span className="clip block">{moment(row.changed_at)}</span>;
    case "state":
      return (
        <span className="grid-states">
          <ReviewChip state={row.review} />
          <DeliveryChip state={row.delivery} />
        </span>
      );
    default:
      return isMasked(row, "people") ? t("masked") : count === null ? "" : number(count);
  }
}

function What({ row }: { row: RecordRow }) {
  const { t } = useText();
  return (
    <span className="min-w-0">
      <span className="clip block font-semibold">
        <Shown row={row} fact="title" />
      </span>
      <span className="clip block muted">
        {row.subtitle ? <Shown row={row} fact="subtitle" /> : row.form_title}
        {row.problems > 0 && (
          <span className="grid-marks text-warn">
            <TriangleAlert size={14} aria-hidden />
            {t("problems-count", { count: row.problems })}
          </span>
        )}
        {row.conflict && (
          <span className="grid-marks text-bad">
            <TriangleAlert size={14} aria-hidden />
            {t("conflict")}
          </span>
        )}
      </span>
    </span>
  );
}
