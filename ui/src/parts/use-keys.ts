import { useLayoutEffect, useRef } from "react";

/** Whether keys typed at this place are text, so that a one-letter command must keep quiet. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

/** Hears keys of the whole window while the screen is shown; no dialog may stand over it. */
export function useKeys(hear: (event: KeyboardEvent) => void): void {
  const latest = useRef(hear);
  latest.current = hear;
  // Before the page is painted: whoever sees the screen can use its keys.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector("[role=dialog]")) return;
      latest.current(event);
    };
    // A combination is nobody's but ours: a control that keeps its own keys to itself, as a radio keeps Enter,
    // must not swallow it on the way.
    const isCombined = (event: KeyboardEvent) => event.ctrlKey || event.altKey || event.metaKey;
    const first = (event: KeyboardEvent) => isCombined(event) && listen(event);
    const last = (event: KeyboardEvent) => !isCombined(event) && listen(event);
    window.addEventListener("keydown", first, true);
    window.addEventListener("keydown", last);
    return () => {
      window.removeEventListener("keydown", first, true);
      window.removeEventListener("keydown", last);
    };
  }, []);
}
