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

/**
 * The ISO date of a short form: `t` or `today` in either language, `-1` for yesterday, `+30` for thirty days on, or the day and
 * month (`17/11`), which are this year's unless they are still to come, then last year's; else null.
 */
export function briefDay(text: string, now: Date = new Date()): string | null {
  const typed = text.trim().toLowerCase();
  if (["t", "today", "ថ្ងៃនេះ"].includes(typed)) return isoOf(now);
  const [, way, days] = /^([+-])(\d{1,3})$/.exec(typed) ?? [];
  if (way && days) {
    const date = new Date(now);
    date.setDate(date.getDate() + Number(`${way}${days}`));
    return isoOf(date);
  }
  const match = /^(\d{1,2})[./\-\s](\d{1,2})$/.exec(typed);
  if (!match) return null;
  const years = [now.getFullYear(), now.getFullYear() - 1];
  const found = years.map((year) => typedDay(`${match[1]}/${match[2]}/${year}`));
  return found.find((iso) => iso !== null && iso <= isoOf(now)) ?? null;
}

/** How far the Buddhist era is ahead of the common one. */
const BUDDHIST_AHEAD = 543;

/** The ISO date that is meant where the year that was typed is a Buddhist one; else null. */
export function typedBuddhistDay(text: string): string | null {
  const [, before, year] = /^(.*?)(\d{4})\s*$/.exec(text) ?? [];
  const common = Number(year) - BUDDHIST_AHEAD;
  if (!before || Number(year) < YEAR_END || common >= YEAR_END) return null;
  return typedDay(`${before}${common}`);
}

/** The first day of the month that was typed as MM/YYYY; else null. */
export function typedMonth(text: string): string | null {
  const match = /^\s*(\d{1,2})[./\-\s]?(\d{4})\s*$/.exec(text);
  return match ? typedDay(`1/${match[1]}/${match[2]}`) : null;
}

/** The first day of the year that was typed; else null. */
export function typedYear(text: string): string | null {
  return /^\s*\d{4}\s*$/.test(text) ? typedDay(`1/1/${text.trim()}`) : null;
}

/** A day in another calendar, in words: of the language, else of English; empty where the browser does not know it. */
export function inCalendar(iso: string, calendar: string, language: string): string {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  const at = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1));
  try {
    const own = language.startsWith("en") ? [] : [language];
    const locales = [...own, "en-GB"].map((one) => `${one}-u-ca-${calendar}-nu-latn`);
    const shape = { dateStyle: "long", timeZone: "UTC" } as const;
    return new Intl.DateTimeFormat(locales, shape).format(at);
  } catch {
    return "";
  }
}

/** The HH:MM that was typed, also without a colon (`830` is 08:30); else null. */
export function typedTime(text: string): string | null {
  const match = /^\s*(\d{1,2})\s*[:.h]?\s*(\d{2})\s*$/.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** The HH:MM of a short form: an hour alone (`8` is 08:00); else null. */
export function briefTime(text: string): string | null {
  const typed = text.trim();
  return /^\d{1,2}$/.test(typed) ? typedTime(`${typed}00`) : typedTime(typed);
}

/** A month, from an ISO date or `YYYY-MM`, as its number and year. */
export function month(iso: string): string {
  return iso.slice(0, 7).split("-").reverse().join("/");
}
