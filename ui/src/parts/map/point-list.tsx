import { MapPin } from "lucide-react";
import { useState } from "react";
import type { PointForm, ReportPoint } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { ReviewChip } from "../chips";

/** So many rows at once. */
const PAGE = 50;

interface Props {
  points: ReportPoint[];
  forms: PointForm[];
  chosen: string[];
  choose: (records: string[]) => void;
}

/** The points as a table: all of them, or those that were chosen on the map. A row is found on the map by its button. */
export function PointList({ points, forms, chosen, choose }: Props) {
  const { t, number } = useText();
  const [pages, setPages] = useState(1);
  const picked = new Set(chosen);
  const narrowed = picked.size > 1;
  const first = points.filter((point) => picked.has(point.record));
  const rows = narrowed ? first : points;
  const ordered = narrowed ? first : [...first, ...points.filter((row) => !picked.has(row.record))];
  const shown = ordered.slice(0, pages * PAGE);
  const title = (form: string) => forms.find((one) => one.form === form)?.title ?? form;
  return (
    <div className="point-list">
      <div className="point-list-head" role="status">
        <p className="font-semibold" data-testid="points-said">
          {narrowed
            ? t("report-points-chosen", { count: rows.length })
            : t("report-points-all", { count: rows.length })}
        </p>
        {chosen.length > 0 && (
          <Button look="link" onPress={() => choose([])} testid="points-all">
            {t("report-points-show-all")}
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard */}
      <div className="point-frame" tabIndex={0} role="group" aria-label={t("report-points")}>
        <table className="plain-table" data-testid="points">
          <caption className="only-spoken">{t("report-points")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("report-point-record")}</th>
              <th scope="col">{t("report-point-place")}</th>
              <th scope="col" className="num">
                {t("report-point-people")}
              </th>
              <th scope="col">{t("report-point-state")}</th>
              <th scope="col">
                <span className="only-spoken">{t("report-point-on-map")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((point) => (
              <tr
                key={point.record}
                data-chosen={picked.has(point.record) || undefined}
                data-testid={`point-${point.record}`}
              >
                <th scope="row">
                  <a href={`#/record/${point.record}`} className="point-link">
                    <span className="point-ref">{point.reference}</span>
                    <span className="muted">
                      {[day(point.date), title(point.form)].filter(Boolean).join(" · ")}
                    </span>
                  </a>
                </th>
                <td>{point.place}</td>
                <td className="num">{point.people === null ? "–" : number(point.people)}</td>
                <td>
                  <ReviewChip state={point.review} />
                </td>
                <td>
                  <Button
                    square
                    look="quiet"
                    aria-label={t("report-point-find", { record: point.reference })}
                    aria-pressed={chosen.length === 1 && chosen[0] === point.record}
                    icon={<MapPin size={18} aria-hidden />}
                    onPress={() => choose([point.record])}
                    testid={`find-${point.record}`}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length < ordered.length && (
          <Button onPress={() => setPages(pages + 1)} testid="points-more">
            {t("report-points-more", { count: ordered.length - shown.length })}
          </Button>
        )}
      </div>
    </div>
  );
}
