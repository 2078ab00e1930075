import { useState } from "react";
import { host, type ReportAsk } from "../../host";
import { useText } from "../../locales/text";
import { FaultPanel } from "../../parts/fault";
import { PointsMap } from "../../parts/map/points-map";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";

/** The points of a report on a map, and beside it the list of them. */
export default function ReportMap({ ask }: { ask: ReportAsk }) {
  const { t } = useText();
  const [waiting, setWaiting] = useState(false);
  const asked = { ...ask, waiting };
  const points = useAsk(`points ${JSON.stringify(asked)}`, () => host().reportPoints(asked), [
    "records",
  ]);
  // Points of another question are never shown in the place of those that could not be had.
  if (points.fault) return <FaultPanel fault={points.fault} retry={points.again} />;
  return (
    <Answered asked={points} rows={8}>
      {(found) => (
        <PointsMap
          found={found}
          stale={points.loading}
          said={t("report-map-count", { points: found.in_all, records: found.records })}
          none={
            !waiting && found.waiting > 0
              ? t("report-map-only-waiting", { count: found.waiting })
              : t("report-map-empty-text", { records: found.records })
          }
          counted
          byForm
          more={
            <label className="report-format">
              <input
                type="checkbox"
                checked={waiting}
                onChange={(event) => setWaiting(event.target.checked)}
                data-testid="report-map-waiting"
              />
              {t("report-map-with-waiting", { count: found.waiting })}
            </label>
          }
          testid="report-map"
        />
      )}
    </Answered>
  );
}
