import { type ReactNode, useLayoutEffect, useRef } from "react";

/**
 * The bar with the moves at the foot of the screen. It says how high it stands, so that what floats over screens stays
 * above it and never lies over a button that decides.
 */
export function Foot(props: { children: ReactNode; testid?: string }) {
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const foot = bar.current;
    if (!foot) return;
    const { style } = document.documentElement;
    const measure = () => {
      const height = window.innerHeight - foot.getBoundingClientRect().top;
      style.setProperty("--foot", `${Math.max(0, Math.round(height))}px`);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(foot);
    return () => {
      observer.disconnect();
      style.removeProperty("--foot");
    };
  }, []);
  return (
    <footer className="review-foot" ref={bar} data-testid={props.testid}>
      {props.children}
    </footer>
  );
}
