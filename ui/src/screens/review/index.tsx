import { Inbox } from "lucide-react";
import { useEffect, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { host, type Queue, type QueueRow, type RecordView } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { keyOf } from "../../parts/keys";
import { useTell } from "../../parts/notices";
import { Problems, RecordBody, RecordHead } from "../../parts/record/body";
import { useDeciding } from "../../parts/record/decide";
import { Diff, History } from "../../parts/record/history";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { isTyping, useKeys } from "../../parts/use-keys";
import { moveKey, titleOf } from "../../parts/words";
import { Findings } from "./findings";
import { Neighbours } from "./neighbours";
import { PartChoice } from "./part-choice";
import { QueueList } from "./queue-list";

/** What waits for a decision, one record at a time. */
export function Review() {
  const { t } = useText();
  const asked = useAsk("queue", () => host().reviewQueue(), ["records"]);
  return (
    <div className="page-fill" data-testid="review">
      <Answered asked={asked} rows={8} title={t("nav-review")}>
        {(queue) =>
          queue.rows.length === 0 ? (
            <>
              <h1>{t("nav-review")}</h1>
              <PartChoice />
              <Empty
                icon={<Inbox size={26} />}
                title={t("review-empty")}
                text={t("review-empty-text")}
              />
            </>
          ) : (
            <Desk queue={queue} onAgain={asked.again} />
          )
        }
      </Answered>
    </div>
  );
}

function Desk(props: { queue: Queue; onAgain: () => void }) {
  const { queue } = props;
  const { t } = useText();
  const { record } = useParams();
  const go = useNavigate();
  const [lastAt, setLastAt] = useState(0);
  const at = queue.rows.findIndex((r) => r.row.record === record);
  // A record that left the queue gives its place to the next one.
  const here = at >= 0 ? at : Math.min(lastAt, queue.rows.length - 1);
  const chosen = queue.rows[here] as QueueRow;
  useEffect(() => setLastAt(here), [here]);

  const show = (row: QueueRow | undefined) =>
    row && go(`/review/${row.row.record}`, { replace: true });
  const next = () => show(queue.rows[(here + 1) % queue.rows.length]);
  return (
    <div className="review">
      <QueueList queue={queue} chosen={chosen.row.record} onChoose={show} onAgain={props.onAgain} />
      <One
        key={chosen.row.record}
        row={chosen}
        onNext={next}
        onDecided={props.onAgain}
        word={t("review-next")}
      />
    </div>
  );
}

function One(props: { row: QueueRow; onNext: () => void; onDecided: () => void; word: string }) {
  const { row } = props;
  const id = row.row.record;
  const asked = useAsk(id, () => host().record(id), ["records"]);
  return (
    <Answered asked={asked} rows={8}>
      {(view) => <OneOf {...props} view={view} />}
    </Answered>
  );
}

/** The save that the last return stood on, and the newest one: what the person corrected. */
function corrected(view: RecordView): [string, string] | null {
  const saves = view.history.filter((h) => h.kind === "save");
  const returned = view.history.findLastIndex(
    (h) => h.kind === "review" && h.decision === "return",
  );
  const before = view.history.slice(0, Math.max(returned, 0)).findLast((h) => h.kind === "save");
  const newest = saves.at(-1);
  return before && newest && before !== newest ? [before.revision, newest.revision] : null;
}

function OneOf(props: {
  row: QueueRow;
  view: RecordView;
  onNext: () => void;
  onDecided: () => void;
  word: string;
}) {
  const { view, row } = props;
  const { t } = useText();
  const tell = useTell();
  const deciding = useDeciding(
    view,
    (now, move) => {
      tell(t("decided", { move: t(moveKey(move)), title: titleOf(now.row) }));
      props.onDecided();
    },
    true,
  );
  useKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = keyOf(event);
    if (key === "a" && deciding.good) deciding.begin(deciding.good);
    else if (key === "r") deciding.begin("return");
    else if (key === "n") props.onNext();
    else return;
    event.preventDefault();
  });
  const pair = row.again ? corrected(view) : null;
  const mayReturn = view.moves.includes("return");
  return (
    <>
      <div className="review-pane">
        <article className="card review-record" data-testid="review-record">
          <RecordHead view={view} />
          {pair && (
            <section className="banner mt-3" data-tone="info" data-testid="review-corrected">
              <h2>{t("review-corrected")}</h2>
              <Diff record={view.row.record} from={pair[0]} to={pair[1]} />
            </section>
          )}
          <div className="mt-4">
            <RecordBody
              view={view}
              withoutProblems
              onComment={mayReturn ? (answer) => deciding.begin("return", answer.path) : undefined}
            />
          </div>
        </article>
        <div className="review-side">
          <section className="card card-pad" aria-labelledby="flagged">
            <h2 id="flagged" className="mb-1">
              {t("review-flagged")}
            </h2>
            {view.problems.length + view.reasons.length === 0 ? (
              <p className="muted">{t("review-clean")}</p>
            ) : (
              <Problems view={view} />
            )}
          </section>
          <Findings record={view.row.record} />
          <Neighbours row={view.row} />
          <section className="card card-pad" aria-labelledby="history">
            <h2 id="history" className="mb-2">
              {t("history")}
            </h2>
            <History record={view.row.record} history={view.history} reveals={view.reveals} />
          </section>
        </div>
      </div>
      <footer className="review-foot">
        {deciding.bar}
        <Button onPress={props.onNext} testid="review-next">
          {props.word}
          <kbd aria-hidden>N</kbd>
        </Button>
      </footer>
      {deciding.dialog}
    </>
  );
}
