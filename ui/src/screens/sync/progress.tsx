import { RefreshCw } from "lucide-react";
import type { Pill } from "../../host";
import { useText } from "../../locales/text";

/** How far a sync or a visit to a hub is; `talking` are its words before anything is counted. */
export function Progress(props: { pill: Pill; talking: string; testid: string }) {
  const { t } = useText();
  const { done, total } = props.pill;
  const share = total > 0 ? (100 * done) / total : 0;
  const words = total > 0 ? t("pill-sending", { done, total }) : props.talking;
  return (
    <div className="card card-pad mb-4" data-testid={props.testid}>
      <p className="font-semibold flex items-center gap-2" role="status">
        <RefreshCw size={18} className="turning text-info" aria-hidden />
        {words}
      </p>
      <div className="meter mt-2" aria-hidden>
        <i style={{ width: `${Math.max(share, 3)}%`, background: "var(--info-fill)" }} />
      </div>
      <p className="muted mt-1">{t("sync-go-on")}</p>
    </div>
  );
}
