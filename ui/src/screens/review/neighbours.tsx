import { useNavigate } from "react-router";
import { host, type RecordRow } from "../../host";
import { useText } from "../../locales/text";
import { ReviewChip } from "../../parts/chips";
import { useAsk } from "../../parts/use-ask";
import { titleOf } from "../../parts/words";

const SHOWN = 8;

/** What the same team did on the same day: a second look at the same hall shows here. */
export function Neighbours(props: { row: RecordRow }) {
  const { t, number } = useText();
  const go = useNavigate();
  const { team, date, record } = props.row;
  const asked = useAsk(`${team} ${date}`, () =>
    date
      ? host()
          .records({ team, from: date, to: date, sort: "date", limit: SHOWN })
          .then((page) => page.rows)
      : Promise.resolve([]),
  );
  const rows = asked.data ?? [];
  if (rows.length < 2) return null;
  return (
    <section className="card card-pad" aria-labelledby="neighbours">
      <h2 id="neighbours" className="mb-1">
        {t("neighbours")}
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
              <span className="clip block">{titleOf(row)}</span>
            </a>
            <span className="num text-sm">{row.people === null ? "" : number(row.people)}</span>
            <ReviewChip state={row.review} />
          </li>
        ))}
      </ul>
    </section>
  );
}
