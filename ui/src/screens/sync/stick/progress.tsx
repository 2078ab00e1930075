import { useEffect, useState } from "react";
import { host, type StickMoved } from "../../../host";
import { useText } from "../../../locales/text";

/** How far the writing or the reading of a stick is; nothing before it is known. */
export function StickProgress() {
  const { t } = useText();
  const [moved, setMoved] = useState<StickMoved | null>(null);
  useEffect(() => host().onStick(setMoved), []);
  if (!moved || moved.total === 0) return null;
  const share = Math.min(100, Math.floor((100 * moved.done) / moved.total));
  const words = t("stick-share", { share });
  return (
    <div data-testid="stick-progress">
      <div
        className="meter"
        role="progressbar"
        aria-label={t("stick-progress")}
        aria-valuenow={share}
        aria-valuetext={words}
      >
        <i style={{ width: `${share}%`, background: "var(--info-fill)" }} />
      </div>
      <p className="muted mt-1" aria-hidden>
        {words}
      </p>
    </div>
  );
}
