import { useNavigate } from "react-router";
import type { Neighbours as Beside, RecordRow } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { ReviewChip } from "../../parts/chips";
import { useAsk } from "../../parts/use-ask";
import { titleOf } from "../../parts/words";
import type { Kept } from "./ahead";

/** What stands close to a record: a second look at the same hall, village or person shows here. */
export function Neighbours(props: { record: string; ahead: Kept<Beside> }) {
  const { t } = useText();
  const { record, ahead } = props;
  const asked = useAsk(
    record,
    () => ahead.ask(record),
    ["records"],
    () => ahead.known(record),
  );
  if (!asked.data) return null;
  const { same_day, same_village, same_person } = asked.data;
  const { more_same_day, more_same_village, more_same_person } = asked.data;
  return (
    <>
      <Some title={t("neighbours")} id="day" rows={same_day} more={more_same_day} record={record} />
      <Some
        title={t("neighbours-village")}
        id="village"
        rows={same_village}
        more={more_same_village}
        record={record}
        dated
      />
      <Some
        title={t("neighbours-person")}
        id="person"
        rows={same_person}
        more={more_same_person}
        record={record}
        dated
      />
    </>
  );
}

function Some(props: {
  title: string;
  id: string;
  rows: RecordRow[];
  more: number;
  record: string;
  dated?: boolean;
}) {
  const { t, number } = useText();
  const go = useNavigate();
  const { title, id, rows, more, record } = props;
  if (rows.length === 0) return null;
  return (
    <section
      className="card card-pad"
      aria-labelledby={`neighbours-${id}`}
      data-testid={`neighbours-${id}`}
    >
      <h2 id={`neighbours-${id}`} className="mb-1">
        {title}
      </h2>
      <ul className="rows">
        {rows.map((row) => (
          <li key={row.record} className="neighbour" data-here={row.record === record || undefined}>
            <a
              className="flex-1 min-w-0"
              href={`#/record/${row.record}`}
              aria-current={row.record === record}
              onClick={(e) => {
                e.preventDefault();
                go(`/record/${row.record}`);
              }}
            >
              <span className="clip block">
                {[props.dated ? day(row.date) : "", titleOf(row)].filter(Boolean).join(" · ")}
              </span>
            </a>
            <span className="num text-sm">{row.people === null ? "" : number(row.people)}</span>
            <ReviewChip state={row.review} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="muted">{t("finding-more", { count: more })}</p>}
    </section>
  );
}
