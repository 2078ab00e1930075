import { CheckCheck, Laptop, ShieldCheck, TriangleAlert, Usb } from "lucide-react";
import type { ReactNode } from "react";
import type { DeliveryCounts, WeekCounts } from "../host";
import { clock, day, shortDay } from "../locales/dates";
import { useText } from "../locales/text";

export interface Compared {
  compared_at: string | null;
  compared_equal: boolean;
}

/** Every record, and where it is now. */
export function NothingLost(props: {
  counts: DeliveryCounts;
  compared: Compared;
  weeks?: WeekCounts[];
  hasCentre: boolean;
  children?: ReactNode;
}) {
  const { t, number } = useText();
  const { laptop, handed, confirmed } = props.counts;
  const all = Math.max(laptop + handed + confirmed, 1);
  const places = [
    {
      key: "laptop",
      word: t("lost-laptop"),
      count: laptop,
      fill: "var(--warn-fill)",
      icon: <Laptop size={17} aria-hidden />,
    },
    {
      key: "handed",
      word: t("lost-handed"),
      count: handed,
      fill: "var(--info-fill)",
      icon: <Usb size={17} aria-hidden />,
    },
    {
      key: "confirmed",
      word: t("lost-confirmed"),
      count: confirmed,
      fill: "var(--ok-fill)",
      icon: <CheckCheck size={17} aria-hidden />,
    },
  ].filter((place) => place.key !== "handed" || place.count > 0);
  return (
    <section className="card card-pad" aria-labelledby="nothing-lost" data-testid="nothing-lost">
      <h2 id="nothing-lost">{t("lost-title")}</h2>
      <p className="muted mb-3">{t("lost-text")}</p>
      {props.weeks && props.weeks.length > 0 && <Weeks weeks={props.weeks} />}
      <ul className="flex flex-col gap-2.5">
        {places.map((place) => (
          <li key={place.key}>
            <div className="flex items-center gap-2 text-sm">
              <span style={{ color: place.fill }}>{place.icon}</span>
              <span className="flex-1">{place.word}</span>
              <strong className="font-semibold" data-testid={`count-${place.key}`}>
                {number(place.count)}
              </strong>
            </div>
            <div className="meter mt-1" aria-hidden>
              {place.count > 0 && (
                <i style={{ width: `${(100 * place.count) / all}%`, background: place.fill }} />
              )}
            </div>
          </li>
        ))}
      </ul>
      {props.hasCentre && <ComparedLine compared={props.compared} />}
      {props.children}
    </section>
  );
}

function ComparedLine(props: { compared: Compared }) {
  const { t } = useText();
  const { compared_at: at, compared_equal: equal } = props.compared;
  const when = { day: day(at), time: clock(at) };
  return (
    <p
      className="msg mt-3 pt-3 border-t border-line text-sm"
      data-tone={at && !equal ? "warn" : undefined}
      data-testid="compared"
    >
      {at && !equal ? (
        <TriangleAlert size={17} aria-hidden />
      ) : (
        <ShieldCheck size={17} aria-hidden className={at ? "text-ok" : "text-ink-3"} />
      )}
      <span className={at && !equal ? "" : "text-ink-2"}>
        {at ? t(equal ? "lost-equal" : "lost-differs", when) : t("lost-never-compared")}
      </span>
    </p>
  );
}

const TALLEST_REM = 6;

/** Records per week as columns; the same figures stand in a table for a screen reader. */
function Weeks(props: { weeks: WeekCounts[] }) {
  const { t } = useText();
  const weeks = props.weeks.slice(-6);
  const sum = (w: WeekCounts) => w.counts.laptop + w.counts.handed + w.counts.confirmed;
  const most = Math.max(1, ...weeks.map(sum));
  const height = (n: number) => `${(TALLEST_REM * n) / most}rem`;
  return (
    <figure className="mb-4">
      <div className="weeks" aria-hidden>
        {weeks.map((w) => (
          <div key={w.monday} className="week">
            <span className="text-xs text-ink-2">{sum(w) || ""}</span>
            <i style={{ height: height(w.counts.laptop), background: "var(--warn-fill)" }} />
            <i style={{ height: height(w.counts.handed), background: "var(--info-fill)" }} />
            <i style={{ height: height(w.counts.confirmed), background: "var(--ok-fill)" }} />
            <span className="week-day">{shortDay(w.monday)}</span>
          </div>
        ))}
      </div>
      <div className="only-spoken">
        <table>
          <caption>{t("weeks-caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("week-of")}</th>
              <th scope="col">{t("lost-laptop")}</th>
              <th scope="col">{t("lost-handed")}</th>
              <th scope="col">{t("lost-confirmed")}</th>
              <th scope="col">{t("review-approved")}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map((w) => (
              <tr key={w.monday}>
                <th scope="row">{day(w.monday)}</th>
                <td>{w.counts.laptop}</td>
                <td>{w.counts.handed}</td>
                <td>{w.counts.confirmed}</td>
                <td>{w.approved}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
