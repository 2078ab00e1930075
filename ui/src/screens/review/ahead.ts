import { useEffect, useState } from "react";
import { host, type Neighbours, type QualityFinding, type RecordView } from "../../host";

/** So long somebody looks at a record before the next one is asked for: whoever leafs through is not held up by it. */
const PAUSE_MS = 200;

export interface Kept<T> {
  /** Asks before somebody is there. */
  prepare: (record: string) => void;
  forget: () => void;
  /** The answer that was asked for before, once, or else asks now. */
  ask: (record: string) => Promise<T>;
  /** What `ask` will answer, when that is here. */
  known: (record: string) => T | null;
}

function keeping<T>(asks: (record: string) => Promise<T>): Kept<T> {
  let kept: { record: string; answer: Promise<T>; came: T | null } | null = null;
  return {
    prepare: (record) => {
      const answer = asks(record);
      const mine: typeof kept = { record, answer, came: null };
      kept = mine;
      answer.then(
        (came) => {
          mine.came = came;
        },
        // What could not be read ahead is asked for anew once somebody goes there.
        () => {
          if (kept === mine) kept = null;
        },
      );
    },
    forget: () => {
      kept = null;
    },
    ask: (record) => {
      const answer = kept?.record === record ? kept.answer : null;
      if (answer) kept = null;
      return answer ?? asks(record);
    },
    known: (record) => (kept?.record === record ? kept.came : null),
  };
}

/** What is shown of a record of the queue. */
export interface Ahead {
  record: Kept<RecordView>;
  findings: Kept<QualityFinding[]>;
  neighbours: Kept<Neighbours>;
}

/**
 * Asks for the record that comes next while this one is read, so that it stands at once when somebody goes on; what was
 * asked for before something changed is asked for anew.
 */
export function useAhead(next: string | undefined): Ahead {
  const [ahead] = useState<Ahead>(() => ({
    record: keeping((record) => host().record(record)),
    findings: keeping((record) => host().findings(record)),
    neighbours: keeping((record) => host().recordNeighbours(record)),
  }));
  const [turn, again] = useState(0);
  useEffect(
    () =>
      host().onChanged((changed) => {
        if (!changed.records) return;
        for (const kept of Object.values(ahead)) kept.forget();
        again((before) => before + 1);
      }),
    [ahead],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again after something changed
  useEffect(() => {
    if (next === undefined) return;
    const timer = setTimeout(() => {
      for (const kept of Object.values(ahead)) kept.prepare(next);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ahead, next, turn]);
  return ahead;
}
