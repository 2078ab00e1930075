import { useEffect, useRef, useState } from "react";

/**
 * Asks as words are typed, and forgets every answer but the one to the last ask. While `looking`, what was found
 * belongs to words before.
 */
export function useFound<T>(ask: (words: string) => Promise<T>, nothing: T) {
  const [{ found, looking }, setFound] = useState({ found: nothing, looking: false });
  const last = useRef(0);
  useEffect(
    () => () => {
      // Whoever left the question hears no answer any more.
      last.current = -1;
    },
    [],
  );
  const look = (words: string) => {
    last.current += 1;
    const mine = last.current;
    const take = (answer: T) => {
      if (mine === last.current) setFound({ found: answer, looking: false });
    };
    setFound((held) => ({ ...held, looking: true }));
    ask(words).then(take, () => take(nothing));
  };
  return { found, looking, look };
}
