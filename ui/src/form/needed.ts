import type { ProblemView } from "../host";
import type { Pen } from "./pen";
import { nextNeeded, pathInFocus } from "./walk";

const typedIn = (place: Element | null) =>
  place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement ? place.value : null;

/**
 * Leads to what stands in the way next: at once, and again when what was typed before the key is written and painted, for that
 * may ask for something nearer, or take away the place that it led to. Whoever typed or went on meanwhile stays there.
 */
export function leadToNeeded(pen: Pen, step: 1 | -1, lead: (problem: ProblemView) => void): void {
  const from = pathInFocus();
  const before = pen.view();
  const go = () => {
    const problem = nextNeeded(pen.view(), from, step);
    if (problem) lead(problem);
  };
  go();
  // The question and not its box: that may be made anew.
  const landed = pathInFocus();
  const typed = typedIn(document.activeElement);
  const again = () => {
    if (pen.view() === before) return;
    const here = document.activeElement;
    const waits = pathInFocus() === landed && typedIn(here) === typed;
    if (waits || here === document.body) go();
  };
  void pen.flush().then(() => requestAnimationFrame(again));
}
