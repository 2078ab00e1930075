import { useEffect, useRef } from "react";
import { host, type QueueRow, type RecordView } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { keyOf } from "../../parts/keys";
import { PlaceMap } from "../../parts/map/place-map";
import { Problems, RecordBody, RecordHead } from "../../parts/record/body";
import { useDeciding } from "../../parts/record/decide";
import { HistoryCard } from "../../parts/record/history";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { isTyping, useKeys } from "../../parts/use-keys";
import type { Ahead } from "./ahead";
import { Differences } from "./differences";
import { Findings } from "./findings";
import { Foot } from "./foot";
import { Neighbours } from "./neighbours";
import { type Slip, TakeBack } from "./slip";

interface Props {
  row: QueueRow;
  slip: Slip;
  /** Knows what was asked for before somebody came here. */
  ahead: Ahead;
  onNext: () => void;
  onDecided: (now: RecordView, move: string) => void;
}

/** One record of the queue beside what is said about it and what stands close to it. */
export function One(props: Props) {
  const id = props.row.row.record;
  const { record } = props.ahead;
  const asked = useAsk(
    id,
    () => record.ask(id),
    ["records"],
    () => record.known(id),
  );
  return (
    <Answered asked={asked} rows={8}>
      {(view) => <OneOf {...props} view={view} />}
    </Answered>
  );
}

/** So long after somebody went on what they saw is written down: the next record is painted first. */
const NOTED_AFTER_MS = 300;

/** Whoever goes on from a record has seen it as it was shown. */
function useSeen(view: RecordView) {
  const shown = useRef(view);
  shown.current = view;
  useEffect(
    () => () => {
      const { row, history } = shown.current;
      const laptop = host();
      // It only says what is new to this person: a laptop that cannot write it down shows it as new once more.
      const note = () => void laptop.recordSeen(row.record, history.length).catch(() => {});
      setTimeout(note, NOTED_AFTER_MS);
    },
    [],
  );
}

function OneOf(props: Props & { view: RecordView }) {
  const { view, row } = props;
  const { t } = useText();
  useSeen(view);
  const deciding = useDeciding(view, props.onDecided, true);
  useKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = keyOf(event);
    if (key === "a" && deciding.good) deciding.begin(deciding.good);
    else if (key === "r") deciding.begin("return");
    else if (key === "n") props.onNext();
    else return;
    event.preventDefault();
  });
  const mayReturn = view.moves.includes("return");
  return (
    <>
      <div className="review-pane">
        <article className="card review-record" data-testid="review-record">
          <RecordHead view={view} />
          <Differences view={view} again={row.again} />
          <div className="mt-4">
            <RecordBody
              view={view}
              withoutProblems
              onComment={
                mayReturn ? (answer) => deciding.begin("return", { path: answer.path }) : undefined
              }
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
            {view.place_beside && <PlaceMap beside={view.place_beside} />}
          </section>
          <Findings
            record={view.row.record}
            ahead={props.ahead.findings}
            onComment={
              mayReturn ? (rule) => deciding.begin("return", { path: null, rule }) : undefined
            }
          />
          <Neighbours record={view.row.record} ahead={props.ahead.neighbours} />
          <HistoryCard view={view} />
        </div>
      </div>
      <Foot>
        {deciding.bar}
        <Button onPress={props.onNext} testid="review-next">
          {t("review-next")}
          <kbd aria-hidden>N</kbd>
        </Button>
        <TakeBack slip={props.slip} />
      </Foot>
      {deciding.dialog}
    </>
  );
}
