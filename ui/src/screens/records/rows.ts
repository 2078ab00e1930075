import { useCallback, useEffect, useRef, useState } from "react";
import { faultOf, type HostFault, host, type RecordQuery, type RecordRow } from "../../host";

const PAGE = 100;

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
  /** The round in which it was last asked for; rows of an earlier round are shown until then. */
  round: number;
}

/** Rows of a long list, fetched in pages as they come into sight; a new query starts over. */
export function useRows(query: RecordQuery): Rows {
  const key = JSON.stringify(query);
  const [, paint] = useState(0);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const pages = useRef(new Map<number, Held>());
  /** The query that the pages answer; those of the one before are no longer shown. */
  const heldFor = useRef(key);
  const round = useRef(0);
  const seen = useRef<[number, number]>([0, 0]);

  const ask = useCallback(
    (page: number) => {
      const held = pages.current.get(page);
      if (held?.round === round.current) return;
      const mine = round.current;
      pages.current.set(page, { rows: held?.rows ?? [], round: mine });
      const slice = { ...(JSON.parse(key) as RecordQuery), offset: page * PAGE, limit: PAGE };
      host()
        .records(slice)
        .then(
          (answer) => {
            if (mine !== round.current) return;
            pages.current.set(page, { rows: answer.rows, round: mine });
            setTotal(answer.total);
            setFault(null);
            paint((n) => n + 1);
          },
          (cause) => {
            if (mine !== round.current) return;
            pages.current.delete(page);
            setFault(faultOf(cause));
          },
        );
    },
    [key],
  );

  const want = useCallback(
    (first: number, last: number) => {
      seen.current = [first, last];
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1)
        ask(page);
    },
    [ask],
  );

  const again = useCallback(() => {
    round.current += 1;
    const [first, last] = seen.current;
    want(first, Math.max(first, last));
  }, [want]);

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
