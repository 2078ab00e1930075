import { Search } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useText } from "../locales/text";
import { Button } from "./button";
import { keyOf } from "./keys";
import { Palette } from "./palette";
import { PersonMenu } from "./person-menu";
import { Pill } from "./pill";
import { Rail } from "./rail";
import { useSession } from "./session";

/** What stands around every screen of a person at work. */
export function Frame(props: { children: ReactNode }) {
  const { t } = useText();
  const session = useSession();
  const [finding, setFinding] = useState(false);
  const main = useRef<HTMLElement>(null);
  const place = useLocation().pathname.split("/")[1] ?? "";
  const first = useRef(true);

  // A new screen starts at its top, and a screen reader is told by the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the place changes
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
    main.current?.scrollTo?.(0, 0);
  }, [place]);

  // Before the page is painted: whoever sees the screen can use its keys.
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && keyOf(event) === "k") {
        event.preventDefault();
        setFinding(true);
      }
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);

  return (
    <div className="frame">
      <Button look="primary" className="skip" onPress={() => main.current?.focus()}>
        {t("skip-to-content")}
      </Button>
      <div className="frame-in">
        <Rail />
        <header className="top">
          <Button
            look="quiet"
            className="find"
            testid="search-open"
            onPress={() => setFinding(true)}
          >
            <Search size={17} aria-hidden />
            <span className="clip flex-1 text-left">{t("search-hint")}</span>
            <kbd aria-hidden>Ctrl K</kbd>
          </Button>
          <Pill />
          <div className="top-place">
            <span className="clip font-semibold text-ink">{session.programme}</span>
            <span className="clip">{session.team?.name ?? t("no-team")}</span>
          </div>
          <PersonMenu />
        </header>
        <main id="main" className="main" ref={main} tabIndex={-1}>
          {props.children}
        </main>
      </div>
      <Palette open={finding} onClose={() => setFinding(false)} />
    </div>
  );
}
