import { useCallback, useEffect, useRef, useState } from "react";
import { type Changed, faultOf, type HostFault, host } from "../host";

export interface Asked<T> {
  data: T | null;
  fault: HostFault | null;
  loading: boolean;
  /** Asks again; what is shown stays until the answer is here. */
  again: () => void;
  /** Puts an answer that came another way in place. */
  put: (data: T) => void;
}

/**
 * Asks when the key changes, and again when something of the named kinds changed behind the
 * screen. An answer that was overtaken by a later question is dropped.
 *
 * `known` gives what `ask` is going to answer when that is here already: then it is shown with the
 * screen itself, and not a moment after a picture of its absence.
 */
export function useAsk<T>(
  key: string,
  ask: () => Promise<T>,
  kinds: (keyof Changed)[] = [],
  known?: () => T | null,
): Asked<T> {
  const [data, setData] = useState<T | null>(() => known?.() ?? null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [loading, setLoading] = useState(data === null);
  const turn = useRef(0);
  const latest = useRef(ask);
  latest.current = ask;
  const isHere = useRef(data !== null);

  const run = useCallback(() => {
    turn.current += 1;
    const mine = turn.current;
    latest.current().then(
      (answer) => {
        if (mine !== turn.current) return;
        setData(answer);
        setFault(null);
        setLoading(false);
      },
      (cause) => {
        if (mine !== turn.current) return;
        setFault(faultOf(cause));
        setLoading(false);
      },
    );
  }, []);
  const again = useCallback(() => {
    setLoading(true);
    run();
  }, [run]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    if (isHere.current) run();
    else again();
    isHere.current = false;
    return () => {
      turn.current += 1;
    };
  }, [key, again, run]);

  const heard = kinds.join(" ");
  useEffect(() => {
    if (heard === "") return;
    return host().onChanged((changed) => {
      if (heard.split(" ").some((kind) => changed[kind as keyof Changed])) again();
    });
  }, [heard, again]);

  const put = useCallback((answer: T) => {
    turn.current += 1;
    setData(answer);
    setFault(null);
    setLoading(false);
  }, []);

  return { data, fault, loading, again, put };
}
