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

/** Rows of a long list, fetched in pages as they come into sight; a new query starts over. */
export function useRows(query: RecordQuery): Rows {
  const key = JSON.stringify(query);
  const [, paint] = useState(0);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const pages = useRef(new Map<number, RecordRow[] | "asked">());
  const turn = useRef(0);
  const seen = useRef<[number, number]>([0, 0]);

  const ask = useCallback(
    (page: number) => {
      if (pages.current.has(page)) return;
      pages.current.set(page, "asked");
      const mine = turn.current;
      const slice = { ...(JSON.parse(key) as RecordQuery), offset: page * PAGE, limit: PAGE };
      host()
        .records(slice)
        .then(
          (answer) => {
            if (mine !== turn.current) return;
            pages.current.set(page, answer.rows);
            setTotal(answer.total);
            setFault(null);
            paint((n) => n + 1);
          },
          (cause) => {
            if (mine !== turn.current) return;
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
    turn.current += 1;
    pages.current = new Map();
    const [first, last] = seen.current;
    want(first, Math.max(first, last));
  }, [want]);

  useEffect(() => {
    seen.current = [0, 0];
    setTotal(null);
    again();
  }, [again]);
  useEffect(
    () => host().onChanged((changed) => (changed.records || changed.delivery) && again()),
    [again],
  );

  const row = (index: number) => {
    const page = pages.current.get(Math.floor(index / PAGE));
    return page === "asked" ? undefined : page?.[index % PAGE];
  };
  return { total, row, want, fault, again };
}
