import {
  ArrowRight,
  CalendarDays,
  ChevronDown,
  MessageSquareText,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import { useNavigate } from "react-router";
import {
  type DraftCard,
  type FormView,
  host,
  type RecordRow,
  type ReturnedRow,
  type Sums,
} from "../../host";
import { clock, moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Chip, DeliveryChip, ReviewChip } from "../../parts/chips";
import { useTellFault } from "../../parts/fault";
import { Empty } from "../../parts/states";
import { titleOf } from "../../parts/words";

/** Goes to the draft that the host opens; tells why where it does not. */
function useOpening() {
  const go = useNavigate();
  const tellFault = useTellFault();
  return async (opens: Promise<FormView>) => {
    try {
      go(`/draft/${(await opens).draft}`);
    } catch (cause) {
      tellFault(cause);
    }
  };
}

/** Records that came back, with the reviewer's words; on top, because somebody waits for them. */
export function Returned(props: { rows: ReturnedRow[] }) {
  const { t } = useText();
  const open = useOpening();
  return (
    <section className="card returned" aria-labelledby="returned">
      <div className="card-pad">
        <div className="card-head">
          <h2 id="returned">{t("returned-title")}</h2>
          <Chip tone="warn" icon={<TriangleAlert size={15} aria-hidden />}>
            {t("returned-count", { count: props.rows.length })}
          </Chip>
        </div>
        <ul className="rows">
          {props.rows.map(({ record, question, comments, comment, by }) => (
            <li key={record.record} className="returned-row">
              <div className="min-w-0">
                <p className="font-semibold">{titleOf(record)}</p>
                <p className="muted">{record.subtitle}</p>
              </div>
              <blockquote className="words">
                <MessageSquareText size={17} aria-hidden />
                <span>
                  {question && <span className="block font-semibold">{question}</span>}
                  <span className="block">{comment}</span>
                  <cite>{by}</cite>
                  {comments > 1 && (
                    <span className="muted block">
                      {t("returned-more", { count: comments - 1 })}
                    </span>
                  )}
                </span>
              </blockquote>
              <Button
                onPress={() => open(host().recordEdit(record.record))}
                testid={`fix-${record.record}`}
              >
                {t("fix")}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

export function Drafts(props: { drafts: DraftCard[] }) {
  const { t } = useText();
  const go = useNavigate();
  return (
    <section className="card card-pad" aria-labelledby="drafts">
      <h2 id="drafts" className="mb-1">
        {t("drafts-title")}
      </h2>
      <ul className="rows">
        {props.drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <div className="flex-1 min-w-44">
              <p className="font-semibold">{draft.title || t("draft-untitled")}</p>
              <p className="muted">{draft.form_title}</p>
              <p className="muted">
                {t("draft-line", { when: moment(draft.saved_at), problems: draft.problems })}
              </p>
            </div>
            <Button
              icon={<ArrowRight size={18} aria-hidden />}
              onPress={() => go(`/draft/${draft.id}`)}
              testid={`draft-${draft.id}`}
              aria-label={t("draft-continue-spoken", { title: draft.title || draft.form_title })}
            >
              {t("draft-continue")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was put aside lately: out of the way, and never gone. */
export function Aside(props: { drafts: DraftCard[] }) {
  const { t } = useText();
  const open = useOpening();
  return (
    <details className="card card-pad aside" data-testid="aside">
      <summary data-testid="aside-open">
        {t("aside-title", { count: props.drafts.length })}
        <ChevronDown className="turns" size={16} aria-hidden />
      </summary>
      <p className="muted mt-2">{t("aside-text")}</p>
      <ul className="rows">
        {props.drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <div className="flex-1 min-w-44">
              <p className="font-semibold">{draft.title || t("draft-untitled")}</p>
              <p className="muted">{draft.form_title}</p>
              <p className="muted">{moment(draft.saved_at)}</p>
            </div>
            <Button
              icon={<Undo2 size={18} aria-hidden />}
              onPress={() => void open(host().draftRestore(draft.id))}
              testid={`aside-${draft.id}`}
              aria-label={t("aside-restore-spoken", { title: draft.title || draft.form_title })}
            >
              {t("aside-restore")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Today(props: { rows: RecordRow[]; sums: Sums }) {
  const { t } = useText();
  const { rows, sums } = props;
  const go = useNavigate();
  return (
    <section className="card card-pad" aria-labelledby="today">
      <div className="card-head">
        <h2 id="today">{t("today-title")}</h2>
        {sums.total > 0 && (
          <dl className="sums" data-testid="today-sums">
            <Sum word={t("women")} value={sums.women} />
            <Sum word={t("men")} value={sums.men} />
            <Sum word={t("girls")} value={sums.girls} />
            <Sum word={t("boys")} value={sums.boys} />
            <Sum word={t("total")} value={sums.total} strong />
          </dl>
        )}
      </div>
      {rows.length === 0 ? (
        <Empty
          icon={<CalendarDays size={26} />}
          title={t("today-empty")}
          text={t("today-empty-text")}
        />
      ) : (
        <ul className="rows">
          {rows.map((row) => (
            <li key={row.record} className="today-row">
              <a
                href={`#/record/${row.record}`}
                className="today-link"
                onClick={(e) => {
                  e.preventDefault();
                  go(`/record/${row.record}`);
                }}
                data-testid={`record-${row.record}`}
              >
                <span className="block font-semibold">{titleOf(row)}</span>
                <span className="block muted">
                  {[clock(row.changed_at), row.subtitle].filter(Boolean).join(" · ")}
                </span>
              </a>
              <span className="today-people">
                {row.people === null ? "" : t("people-count", { count: row.people })}
              </span>
              <span className="today-chips">
                <DeliveryChip state={row.delivery} />
                <ReviewChip state={row.review} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Sum(props: { word: string; value: number; strong?: boolean }) {
  const { number } = useText();
  return (
    <div className={props.strong ? "sum sum-strong" : "sum"}>
      <dt>{props.word}</dt>
      <dd>{number(props.value)}</dd>
    </div>
  );
}
