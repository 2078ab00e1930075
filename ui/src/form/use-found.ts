import { useEffect, useRef, useState } from "react";

/** Asks as words are typed, and forgets every answer but the one to the last ask. */
export function useFound<T>(ask: (words: string) => Promise<T>, nothing: T) {
  const [found, setFound] = useState(nothing);
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
      if (mine === last.current) setFound(answer);
    };
    ask(words).then(take, () => take(nothing));
  };
  return { found, look };
}
