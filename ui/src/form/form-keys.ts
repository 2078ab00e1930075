import { keyOf } from "../parts/keys";
import { isTyping, useKeys } from "../parts/use-keys";

/** What the keys of an open form do. */
export interface FormActs {
  undo: () => void;
  redo: () => void;
  finish: () => void;
  repeatLast: () => void;
  showKeys: () => void;
  /** Goes one section on or back. */
  stepSection: (step: 1 | -1) => void;
  /** Goes to a section by its number, from 0. */
  toSection: (at: number) => void;
  /** Goes to the next question that something stands in the way at, or the one before. */
  toNeeded: (step: 1 | -1) => void;
}

/** The act of a key, if it has one. */
function actOf(event: KeyboardEvent, acts: FormActs): (() => void) | null {
  const key = keyOf(event);
  if (event.key === "F1") return acts.showKeys;
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? acts.redo : acts.undo;
    if (key === "y") return acts.redo;
    return key === "enter" ? acts.finish : null;
  }
  if (event.altKey) {
    if (key === "arrowdown") return () => acts.stepSection(1);
    if (key === "arrowup") return () => acts.stepSection(-1);
    // Alt with a letter writes another sign on some keyboards: the key itself counts.
    const [, on = ""] = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code) ?? [];
    const letter = on.toLowerCase() || key;
    if (letter === "n") return () => acts.toNeeded(event.shiftKey ? -1 : 1);
    if (letter === "r") return acts.repeatLast;
    return /^[1-9]$/.test(letter) ? () => acts.toSection(Number(letter) - 1) : null;
  }
  return event.key === "?" && !isTyping(event.target) ? acts.showKeys : null;
}

export function useFormKeys(acts: FormActs): void {
  useKeys((event) => {
    const act = actOf(event, acts);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}
