import { MapPinned } from "lucide-react";
import { useMemo, useState } from "react";
import { host, type ReportAsk, type ReportPoint, type ReportPoints } from "../../host";
import { useText } from "../../locales/text";
import { Behind, useBehind } from "../../parts/map/behind";
import { MapView } from "../../parts/map/map";
import type { MapPoint } from "../../parts/map/style";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { PointList } from "./points";

/** The points of a report on a map, and beside it the list of them. */
export default function ReportMap({ ask }: { ask: ReportAsk }) {
  const points = useAsk(`points ${JSON.stringify(ask)}`, () => host().reportPoints(ask), [
    "records",
  ]);
  return (
    <Answered asked={points} rows={8}>
      {(found) => <Found found={found} stale={points.loading} />}
    </Answered>
  );
}

function Found({ found, stale }: { found: ReportPoints; stale: boolean }) {
  const { t } = useText();
  const [form, setForm] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const forms = found.forms.filter((one) => one.points > 0);
  const of = forms.some((one) => one.form === form) ? form : "";
  const points = useMemo(
    () => found.points.filter((point) => of === "" || point.form === of),
    [found, of],
  );
  const known = useMemo(() => new Set(points.map((point) => point.record)), [points]);
  const still = chosen.filter((record) => known.has(record));
  const behind = useBehind();
  const scene = useMemo(
    () => ({ points: points.flatMap(placed), declared: null, behind: behind.chosen }),
    [points, behind.chosen],
  );
  if (found.points.length === 0)
    return (
      <Empty
        icon={<MapPinned size={26} />}
        title={t("report-map-empty")}
        text={t("report-map-empty-text", { records: found.records })}
      />
    );
  return (
    <section className="card card-pad" aria-busy={stale} data-testid="report-map">
      <div className="report-map-head">
        <p className="muted" data-testid="report-map-count">
          {t("report-map-count", { points: found.in_all, records: found.records })}{" "}
          {found.in_all > found.points.length &&
            t("report-map-newest", { count: found.points.length })}
        </p>
        {forms.length > 1 && (
          <label className="report-map-form">
            <span className="hint">{t("form")}</span>
            <select
              className="input"
              value={of}
              onChange={(event) => setForm(event.target.value)}
              data-testid="report-map-form"
            >
              <option value="">{t("report-map-forms")}</option>
              {forms.map((one) => (
                <option key={one.form} value={one.form}>
                  {t("report-map-of-form", { form: one.title, count: one.points })}
                </option>
              ))}
            </select>
          </label>
        )}
        <Behind behind={behind} />
      </div>
      <div className="report-map-beside">
        <MapView
          scene={scene}
          label={t("report-map-label", { points: points.length })}
          chosen={still}
          choose={setChosen}
          instead={t("report-map-instead")}
        />
        <PointList points={points} forms={found.forms} chosen={still} choose={setChosen} />
      </div>
    </section>
  );
}

function placed({ record, place, lat, lon }: ReportPoint): MapPoint[] {
  return lat === null || lon === null ? [] : [{ id: record, label: place, lat, lon }];
}
