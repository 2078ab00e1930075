import { MapPinned } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import type { ReportPoint, ReportPoints } from "../../host";
import { useText } from "../../locales/text";
import { Empty } from "../states";
import { Behind, useBehind } from "./behind";
import { MapView } from "./map";
import { PointList } from "./point-list";
import type { MapPoint } from "./style";

interface Props {
  found: ReportPoints;
  /** Newer ones are on their way. */
  stale: boolean;
  /** How many records have a point, in words. */
  said: string;
  /** Why there is none, in words. */
  none: string;
  /** What else may be asked for. */
  more?: ReactNode;
  /** What waits for approval is drawn otherwise than what counts. */
  counted?: boolean;
  /** One form alone can be chosen here, where nothing else on the screen does that. */
  byForm?: boolean;
  testid: string;
}

/** The points of records on a map, and beside it the list of them. */
export function PointsMap(props: Props) {
  const { found, stale, said, none, more, counted = false, byForm = false, testid } = props;
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
    () => ({
      points: points.flatMap((point) => placed(point, counted)),
      declared: null,
      behind: behind.chosen,
    }),
    [points, counted, behind.chosen],
  );
  if (found.points.length === 0)
    return (
      <Empty icon={<MapPinned size={26} />} title={t("report-map-empty")} text={none}>
        {more}
      </Empty>
    );
  return (
    <section className="card card-pad points-map" aria-busy={stale} data-testid={testid}>
      <div className="points-map-head">
        <p className="muted" data-testid={`${testid}-count`}>
          {said}{" "}
          {found.in_all > found.points.length &&
            t("report-map-newest", { count: found.points.length })}
        </p>
        {byForm && forms.length > 1 && (
          <label className="points-map-form">
            <span className="hint">{t("form")}</span>
            <select
              className="input"
              value={of}
              onChange={(event) => setForm(event.target.value)}
              data-testid={`${testid}-form`}
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
        {more}
        <Behind behind={behind} />
      </div>
      {scene.points.some((point) => point.waits) && <Legend />}
      <div className="points-map-beside">
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

function placed(point: ReportPoint, counted: boolean): MapPoint[] {
  const { record, place, lat, lon } = point;
  if (lat === null || lon === null) return [];
  return [{ id: record, label: place, lat, lon, waits: counted && !counts(point) }];
}

const counts = ({ review }: ReportPoint) => review === "approved" || review === "locked";

/** What the marks of a map mean. */
function Legend() {
  const { t } = useText();
  return (
    <ul className="points-legend" data-testid="points-legend">
      <li>
        <span className="point-mark" aria-hidden />
        {t("report-map-counts")}
      </li>
      <li>
        <span className="point-mark" data-waits aria-hidden />
        {t("report-map-waits")}
      </li>
    </ul>
  );
}
