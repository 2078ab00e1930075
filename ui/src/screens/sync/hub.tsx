import { Router } from "lucide-react";
import { type HubView, host, type Pill } from "../../host";
import { useText } from "../../locales/text";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { BeHub } from "./hub-serve";
import { UseHub } from "./hub-use";

/** The road without internet: a colleague's laptop nearby, or this one for colleagues. */
export function HubRoad(props: { pill: Pill; onVisiting: (visiting: boolean) => void }) {
  const { t } = useText();
  const asked = useAsk<HubView>("hub", () => host().hubView(), ["delivery"]);
  return (
    <section className="card card-pad" aria-labelledby="hub-road" data-testid="hub-road">
      <div className="flex items-start gap-4">
        <span className="way-mark">
          <Router size={24} aria-hidden />
        </span>
        <div className="flex-1 min-w-0">
          <h2 id="hub-road">{t("road-hub")}</h2>
          <p className="muted mb-2">{t("hub-what")}</p>
          <Answered asked={asked} rows={2}>
            {(view) => (
              <>
                {view.holds_records > 0 && (
                  <p className="mb-2" data-testid="hub-holds">
                    {t("hub-holds", { count: view.holds_records })}
                  </p>
                )}
                {view.may_serve && <BeHub view={view} onView={asked.put} />}
                {!view.serving && (
                  <UseHub
                    known={view.known}
                    pill={props.pill}
                    onVisiting={props.onVisiting}
                    onVisited={asked.again}
                  />
                )}
              </>
            )}
          </Answered>
        </div>
      </div>
    </section>
  );
}
