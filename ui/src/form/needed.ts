import type { ProblemView } from "../host";
import type { Pen } from "./pen";
import { nextNeeded, pathInFocus } from "./walk";

/** What a person does at a question: types, ticks, points. */
const ACTS = ["keydown", "input", "pointerdown"] as const;

/** Whether a person has done anything since this was called; ends when it is asked. */
function actsSince(): () => boolean {
  let acted = false;
  const hear = () => {
    acted = true;
  };
  for (const act of ACTS) document.addEventListener(act, hear, true);
  return () => {
    for (const act of ACTS) document.removeEventListener(act, hear, true);
    return acted;
  };
}

/**
 * Leads to what stands in the way next: at once, and again when what was typed before the key is written and painted, for that
 * may ask for something nearer, or take away the place that it led to. Whoever answered or went on meanwhile stays there.
 */
export function leadToNeeded(pen: Pen, step: 1 | -1, lead: (problem: ProblemView) => void): void {
  const from = pathInFocus();
  const before = pen.view();
  const go = () => {
    const problem = nextNeeded(pen.view(), from, step);
    if (problem) lead(problem);
  };
  go();
  const acted = actsSince();
  const again = () => {
    const stays = acted() && document.activeElement !== document.body;
    if (pen.view() !== before && !stays) go();
  };
  void pen.flush().then(() => requestAnimationFrame(again));
}
