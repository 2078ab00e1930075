import { useEffect, useRef } from "react";
import { host } from "../host";
import { useApp } from "./session";

/** What shows that somebody is there. */
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;
const LOOK_MS = 5000;

/**
 * Locks when nobody has touched the laptop for as long as the settings say. The clock on the wall
 * decides and not the timer, so that a lid that was closed for an hour opens locked. Drafts are on
 * the disk already: what is typed goes there within a second.
 */
export function useIdleLock(open: boolean): void {
  const { state, put } = useApp();
  const minutes = state.preferences.lock_minutes;
  const last = useRef(Date.now());
  useEffect(() => {
    if (!open) return;
    last.current = Date.now();
    let locking = false;
    const look = () => {
      if (locking || Date.now() - last.current < minutes * 60_000) return false;
      locking = true;
      host()
        .lock()
        .then(put, () => {
          locking = false;
        });
      return true;
    };
    // The first key after a long sleep must not count as somebody who was there all the time.
    const touched = () => {
      if (!look()) last.current = Date.now();
    };
    for (const sign of SIGNS)
      window.addEventListener(sign, touched, { capture: true, passive: true });
    const timer = window.setInterval(look, LOOK_MS);
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, touched, { capture: true });
      window.clearInterval(timer);
    };
  }, [open, minutes, put]);
}
