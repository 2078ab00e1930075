import type { ReactNode } from "react";
import { useText } from "../locales/text";
import { Landscape, Mark } from "./art";

/** The two-sided page before the work: the picture, and one thing to do. */
export function Entrance(props: { children: ReactNode; corner?: ReactNode; testid: string }) {
  const { t } = useText();
  return (
    <div className="entrance" data-testid={props.testid}>
      <aside className="entrance-art no-print">
        <Landscape />
        <div className="entrance-words">
          <span className="entrance-brand">
            <Mark size={38} />
            <span>Sala</span>
          </span>
          <p className="entrance-line">{t("entrance-line")}</p>
        </div>
      </aside>
      <main className="entrance-side">
        <div className="entrance-corner no-print">{props.corner}</div>
        <div className="entrance-in">{props.children}</div>
      </main>
    </div>
  );
}
