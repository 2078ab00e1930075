import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { controlOf } from "./walk";

const isText = (place: Element): place is HTMLInputElement | HTMLTextAreaElement =>
  place instanceof HTMLTextAreaElement ||
  (place instanceof HTMLInputElement && place.selectionStart !== null);

/**
 * Keeps the focus in a question whose box is made anew because another question came or went beside it: whoever types there
 * would type into nothing. Called by what paints the `sections`, so that it looks when they are painted.
 */
export function useKeptFocus(column: RefObject<HTMLElement | null>, sections: unknown): void {
  const last = useRef<{ place: HTMLElement; name: string } | null>(null);
  useEffect(() => {
    const hear = ({ target }: FocusEvent) => {
      const place = target as HTMLElement;
      const name = place.closest<HTMLElement>("[data-testid]")?.dataset.testid;
      last.current = name === undefined ? null : { place, name };
    };
    const here = column.current;
    here?.addEventListener("focusin", hear);
    return () => here?.removeEventListener("focusin", hear);
  }, [column]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks whenever the sections were painted
  useLayoutEffect(() => {
    const held = last.current;
    if (held === null || held.place.isConnected || document.activeElement !== document.body) return;
    const anew = column.current?.querySelector<HTMLElement>(
      `[data-testid="${CSS.escape(held.name)}"]`,
    );
    const control = anew && controlOf(anew);
    if (!control) return;
    control.focus({ preventScroll: true });
    if (isText(control) && isText(held.place)) {
      control.setSelectionRange(held.place.selectionStart, held.place.selectionEnd);
    }
  }, [sections]);
}
