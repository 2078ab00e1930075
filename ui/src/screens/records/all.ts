import { host, type RecordQuery } from "../../host";

/** The most records that are given out as one list. */
export const LIST_MAX = 10_000;
/** Rows that are asked for at once. */
const AT_ONCE = 500;

/** Every record that a list has, in its order, at most as many as are given out at once. */
export async function allOf(query: RecordQuery): Promise<string[]> {
  const found: string[] = [];
  let after: number | null = null;
  while (found.length < LIST_MAX) {
    const offset = found.length;
    const limit = Math.min(AT_ONCE, LIST_MAX - offset);
    const page = await host().records({ ...query, limit, offset, after, before: null });
    found.push(...page.rows.map((row) => row.record));
    if (page.rows.length === 0 || found.length >= page.total) break;
    after = page.slice;
  }
  return found;
}
