import { host, type RecordQuery } from "../../host";
import { useText } from "../../locales/text";
import { FaultPanel } from "../../parts/fault";
import { PointsMap } from "../../parts/map/points-map";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";

/** The records of the list that say where they were on a map, and beside it the list of them. */
export function RecordsMap({ query }: { query: RecordQuery }) {
  const { t } = useText();
  // In which order the list stands does not matter to a map.
  const asked = { ...query, sort: "changed", backwards: false };
  const points = useAsk(`points ${JSON.stringify(asked)}`, () => host().recordPoints(asked), [
    "records",
    "delivery",
  ]);
  // Points of another question are never shown in the place of those that could not be had.
  if (points.fault) return <FaultPanel fault={points.fault} retry={points.again} />;
  return (
    <Answered asked={points} rows={8}>
      {(found) => (
        <PointsMap
          found={found}
          stale={points.loading}
          said={t("records-map-count", { points: found.in_all, records: found.records })}
          none={t("records-map-none", { records: found.records })}
          testid="records-map"
        />
      )}
    </Answered>
  );
}
