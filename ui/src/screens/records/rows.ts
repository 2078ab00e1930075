import { useCallback, useEffect, useRef, useState } from "react";
import { faultOf, type HostFault, host, type RecordQuery, type RecordRow } from "../../host";

const PAGE = 100;
/** Pages that are held at once; those farthest from what is in sight are let go. */
const PAGES_MAX = 24;

export interface Rows {
  total: number | null;
  row: (index: number) => RecordRow | undefined;
  /** Makes sure that these rows are asked for. */
  want: (first: number, last: number) => void;
  fault: HostFault | null;
  again: () => void;
}

interface Held {
  rows: RecordRow[];
  /** The slice that the rows came in, beside which the next page begins. */
  slice: number | null;
  /** The round in which it was last asked for; rows of an earlier round are shown until then. */
  round: number;
}

type Pages = Map<number, Held>;

/** Where a page begins: beside the one before or after it where that is held, or else by its place. */
function beginning(pages: Pages, page: number, round: number): Partial<RecordQuery> {
  const beside = (other: number) => {
    const held = pages.get(other);
    return held?.round === round ? held.slice : null;
  };
  return { offset: page * PAGE, after: beside(page - 1), before: beside(page + 1) };
}

function letGo(pages: Pages, near: number) {
  const far = (page: number) => Math.abs(page - near);
  while (pages.size > PAGES_MAX)
    pages.delete([...pages.keys()].reduce((a, b) => (far(b) > far(a) ? b : a)));
}

/**
 * Rows of a long list, fetched in pages as they come into sight; a new query starts over. One page is
 * asked for at a time, and what is in sight when it came is asked for next: whoever drags the scroll bar
 * through a hundred thousand rows waits for no page that they passed.
 */
export function useRows(query: RecordQuery): Rows {
  const key = JSON.stringify(query);
  const [, paint] = useState(0);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const pages = useRef<Pages>(new Map());
  /** The query that the pages answer; those of the one before are no longer shown. */
  const heldFor = useRef(key);
  const round = useRef(0);
  const asking = useRef(-1);
  const seen = useRef<[number, number]>([0, 0]);

  const ask = useCallback(() => {
    const mine = round.current;
    if (asking.current === mine) return;
    const [first, last] = seen.current.map((row) => Math.floor(row / PAGE)) as [number, number];
    let page = first;
    while (page <= last && pages.current.get(page)?.round === mine) page += 1;
    if (page > last) return;
    asking.current = mine;
    const keep = (rows: RecordRow[], slice: number | null) => {
      asking.current = -1;
      pages.current.set(page, { rows, slice, round: mine });
      letGo(pages.current, first);
      paint((n) => n + 1);
      ask();
    };
    const slice = { ...beginning(pages.current, page, mine), limit: PAGE };
    host()
      .records({ ...(JSON.parse(key) as RecordQuery), ...slice })
      .then(
        (answer) => {
          if (mine !== round.current) return;
          setTotal(answer.total);
          setFault(null);
          keep(answer.rows, answer.slice);
        },
        (cause) => {
          if (mine !== round.current) return;
          setFault(faultOf(cause));
          keep(pages.current.get(page)?.rows ?? [], null);
        },
      );
  }, [key]);

  const want = useCallback(
    (first: number, last: number) => {
      seen.current = [first, Math.max(first, last)];
      ask();
    },
    [ask],
  );

  const again = useCallback(() => {
    round.current += 1;
    ask();
  }, [ask]);

  useEffect(() => {
    pages.current = new Map();
    heldFor.current = key;
    seen.current = [0, 0];
    setTotal(null);
    again();
  }, [again, key]);
  useEffect(
    () => host().onChanged((changed) => (changed.records || changed.delivery) && again()),
    [again],
  );

  const isHeld = heldFor.current === key;
  const row = (index: number) =>
    isHeld ? pages.current.get(Math.floor(index / PAGE))?.rows[index % PAGE] : undefined;
  return { total: isHeld ? total : null, row, want, fault, again };
}
