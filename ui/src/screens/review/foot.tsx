import { type ReactNode, useLayoutEffect, useRef } from "react";

const HEIGHT = "--foot";
/** Bars on the screen: one that takes the place of another leaves said what was said. */
let standing = 0;

/**
 * The bar with the moves at the foot of the screen. It says how high it stands, so that what floats over screens stays
 * above it and never lies over a button that decides. It is measured when the frame is laid out and said only when it
 * differs: everything on the screen is styled anew after it.
 */
export function Foot(props: { children: ReactNode; testid?: string }) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const foot = bar.current;
    if (!foot) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      const height = window.innerHeight - foot.getBoundingClientRect().top;
      const said = `${Math.max(0, Math.round(height))}px`;
      if (style.getPropertyValue(HEIGHT) !== said) style.setProperty(HEIGHT, said);
    });
    observer.observe(foot);
    standing += 1;
    return () => {
      observer.disconnect();
      standing -= 1;
      queueMicrotask(() => {
        if (standing === 0) style.removeProperty(HEIGHT);
      });
    };
  }, []);
  return (
    <footer className="review-foot" ref={bar} data-testid={props.testid}>
      {props.children}
    </footer>
  );
}
