/** Figures as people read them, and what a chart draws of a table. */
import type { ReportCell, ReportRow, ReportTable } from "../../host";

/** A cell in the words of a language: shares in per cent, others with at most two digits behind the point. */
export function told(cell: ReportCell | undefined, unit: string, formats: string): string {
  if (!cell) return "";
  if (cell.text != null) return cell.text;
  if (cell.value == null) return "–";
  const options: Intl.NumberFormatOptions =
    unit === "share"
      ? { style: "percent", maximumFractionDigits: 1 }
      : { maximumFractionDigits: unit === "mean" || unit === "days" ? 1 : 2 };
  return new Intl.NumberFormat(formats, options).format(cell.value);
}

/** The name of a row: its place or project, and which one of a split. */
export function nameOf(row: ReportRow): string[] {
  const known = row.names.filter((name) => name !== "");
  const place = row.is_subtotal ? known.slice(0, 1) : known.slice(-1);
  return [...place, ...(row.kind_name ? [row.kind_name] : [])];
}

const groups = ["women", "men", "girls", "boys", "unknown"];

export interface Series {
  at: number;
  title: string;
}

/** The columns that a chart draws: people by sex and age where they are told, else the first that is counted. */
export function seriesOf(table: ReportTable): Series[] {
  const of = (code: string) => table.columns.findIndex((column) => column.code === code);
  const people = groups.map(of).filter((at) => at >= 0);
  const counted = table.columns.findIndex((column) =>
    ["people", "count", "money", "share"].includes(column.unit),
  );
  const chosen = people.length >= 4 ? people : counted >= 0 ? [counted] : [];
  return chosen.map((at) => ({ at, title: table.columns[at]?.title ?? "" }));
}

/** The rows that a chart draws, the largest first. */
export function drawn(table: ReportTable, series: Series[], most: number): ReportRow[] {
  const rows = table.rows.filter((row) => !row.is_subtotal);
  const size = (row: ReportRow) => sum(row, series);
  return [...rows]
    .sort((a, b) => size(b) - size(a))
    .slice(0, most)
    .filter((row) => size(row) > 0);
}

/** The totals of now and of the times that they are compared with, under the keys of their words. */
export function compared(table: ReportTable, series: Series[]): [string, ReportCell[]][] {
  const times: [string, ReportCell[] | null][] = [
    ["report-compare-now", table.total],
    ["report-before", table.before],
    ["report-year-before", table.year_before],
  ];
  return times.flatMap(([key, cells]): [string, ReportCell[]][] =>
    cells && sum({ cells }, series) > 0 ? [[key, cells]] : [],
  );
}

export const sum = (row: Pick<ReportRow, "cells">, series: Series[]) =>
  series.reduce((all, { at }) => all + (row.cells[at]?.value ?? 0), 0);
