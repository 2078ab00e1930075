import { CheckCheck, Laptop, ShieldCheck, TriangleAlert, Usb } from "lucide-react";
import type { ReactNode } from "react";
import type { DeliveryCounts, WeekCounts } from "../host";
import { clock, day, shortDay } from "../locales/dates";
import { useText } from "../locales/text";

export interface Compared {
  compared_at: string | null;
  compared_equal: boolean;
  compared_set_apart: boolean;
  compared_not_taken: boolean;
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

function foundKey(compared: Compared): string {
  if (compared.compared_equal) return "lost-equal";
  if (compared.compared_not_taken) return "lost-not-taken";
  return compared.compared_set_apart ? "lost-set-apart" : "lost-differs";
}

function ComparedLine(props: { compared: Compared }) {
  const { t } = useText();
  const { compared_at: at, compared_equal: equal } = props.compared;
  const found = foundKey(props.compared);
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
        {at ? t(found, when) : t("lost-never-compared")}
      </span>
    </p>
  );
}

const TALLEST_REM = 5;

/** Records per week, by the day of their activity: as columns, and in figures below them. */
function Weeks(props: { weeks: WeekCounts[] }) {
  const { t, number } = useText();
  const weeks = props.weeks.slice(-6);
  const sum = (w: WeekCounts) => w.counts.laptop + w.counts.handed + w.counts.confirmed;
  const most = Math.max(1, ...weeks.map(sum));
  const height = (n: number) => `${(TALLEST_REM * n) / most}rem`;
  const lines: { key: string; word: string; fill?: string; of: (w: WeekCounts) => number }[] = [
    { key: "captured", word: t("week-captured"), of: sum },
    {
      key: "laptop",
      word: t("lost-laptop"),
      fill: "var(--warn-fill)",
      of: (w) => w.counts.laptop,
    },
    {
      key: "handed",
      word: t("lost-handed"),
      fill: "var(--info-fill)",
      of: (w) => w.counts.handed,
    },
    {
      key: "confirmed",
      word: t("lost-confirmed"),
      fill: "var(--ok-fill)",
      of: (w) => w.counts.confirmed,
    },
    { key: "approved", word: t("week-approved"), of: (w) => w.approved },
  ];
  const columns = lines.filter((line) => line.fill);
  return (
    <table className="weeks mb-4" data-testid="weeks">
      <caption>{t("weeks-caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("week-of")}</th>
          {weeks.map((w) => (
            <th key={w.monday} scope="col">
              <span className="week" aria-hidden>
                {columns.map(({ key, fill, of }) => (
                  <i key={key} style={{ height: height(of(w)), background: fill }} />
                ))}
              </span>
              {shortDay(w.monday).replace("/", "/\u200b")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, word, fill, of }) => (
          <tr key={key} data-testid={`weeks-${key}`}>
            <th scope="row">
              <span className="week-word">
                {fill && <i style={{ background: fill }} aria-hidden />}
                <span>{word}</span>
              </span>
            </th>
            {weeks.map((w) => (
              <td key={w.monday}>{number(of(w))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
