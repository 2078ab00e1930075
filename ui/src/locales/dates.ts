/**
 * Dates as the field writes them: DD/MM/YYYY on screen, ISO 8601 in the store. Times come in the
 * laptop's own offset, so they are cut out of the text and never shifted.
 */

export function day(iso: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return match ? `${match[3]}/${match[2]}/${match[1]}` : "";
}

export function clock(iso: string | null | undefined): string {
  return /T(\d{2}:\d{2})/.exec(iso ?? "")?.[1] ?? "";
}

export function moment(iso: string | null | undefined): string {
  return [day(iso), clock(iso)].filter(Boolean).join(" ");
}

/** Day and month, for a week's column in a chart. */
export function shortDay(iso: string): string {
  return day(iso).slice(0, 5);
}

/** The day that is so many days before today, by this laptop's clock. */
export function today(before = 0): string {
  const date = new Date();
  date.setDate(date.getDate() - before);
  return isoOf(date);
}

export function isoOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const two = (n: number) => String(n).padStart(2, "0");

function real(year: number, month: number, dayOfMonth: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
}

/** From here on a year is of another era: Buddhist years are 543 ahead. */
const YEAR_END = 2400;

/** The ISO date that was typed as DD/MM/YYYY, also with `.`, `-` or blanks, or as eight digits; else null. */
export function typedDay(text: string): string | null {
  const match =
    /^\s*(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4})\s*$/.exec(text) ??
    /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(text);
  if (!match) return null;
  const [dayOfMonth, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year >= YEAR_END || !real(year, month, dayOfMonth)) return null;
  return `${year}-${two(month)}-${two(dayOfMonth)}`;
}

/** The HH:MM that was typed, also without a colon (`830` is 08:30); else null. */
export function typedTime(text: string): string | null {
  const match = /^\s*(\d{1,2})\s*[:.h]?\s*(\d{2})\s*$/.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
