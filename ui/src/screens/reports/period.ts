/** Periods of reports: a month, a quarter, a year, or days that somebody chose. */
import { isoOf } from "../../locales/dates";

export const kinds = ["month", "quarter", "year", "days"] as const;
export type Kind = (typeof kinds)[number];

export interface Period {
  kind: Kind;
  from: string;
  to: string;
}

const months: Record<Kind, number> = { month: 1, quarter: 3, year: 12, days: 0 };

/** The period of this kind that a day is in; days of one's own begin as the month. */
export function around(kind: Kind, iso: string): Period {
  const [year = 2000, month = 1] = iso.split("-").map(Number);
  const length = months[kind] || 1;
  const first = Math.floor((month - 1) / length) * length;
  const from = isoOf(new Date(year, first, 1));
  const to = isoOf(new Date(year, first + length, 0));
  return { kind, from, to };
}

/** The period of the same kind so many further on; days of one's own stay. */
export function step(period: Period, by: number): Period {
  if (period.kind === "days") return period;
  const [year = 2000, month = 1] = period.from.split("-").map(Number);
  const next = new Date(year, month - 1 + by * months[period.kind], 1);
  return around(period.kind, isoOf(next));
}
