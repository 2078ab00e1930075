import { CheckCheck, Eye, RotateCcw, TriangleAlert, UserRound } from "lucide-react";
import { memo, useCallback, useEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { host, type Queue, type QueueAsk, type QueueRow } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Chip, ConflictChip, ProblemChip } from "../../parts/chips";
import { Dialog } from "../../parts/dialog";
import { titleOf } from "../../parts/words";
import { Narrowing, Standing } from "./narrowing";
import { PartChoice } from "./part-choice";

interface Props {
  queue: Queue;
  ask: QueueAsk;
  setAsk: (ask: QueueAsk) => void;
  chosen: string;
  onChoose: (row: QueueRow) => void;
  onAgain: () => void;
  /** There are more than are shown. */
  onMore?: () => void;
}

/** The queue, most severe and then oldest first. */
export function QueueList(props: Props) {
  const { t } = useText();
  const { rows, waiting } = props.queue;
  const clean = rows.filter(
    (r) => r.severity === 0 && !r.own && r.row.review === "submitted" && !r.row.conflict,
  );
  const latest = useRef(props.onChoose);
  latest.current = props.onChoose;
  const choose = useCallback((item: QueueRow) => latest.current(item), []);
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another record is chosen
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView?.({ block: "nearest" });
  }, [props.chosen]);
  return (
    <section className="review-queue" aria-labelledby="review-title">
      <header className="flex items-baseline justify-between gap-3 pb-2">
        <h1 id="review-title">{t("nav-review")}</h1>
        <span className="muted" role="status">
          {t("review-waiting", { count: waiting })}
        </span>
      </header>
      <PartChoice />
      <Narrowing ask={props.ask} setAsk={props.setAsk} />
      <ul className="queue" ref={list} data-testid="queue">
        {rows.map((item) => (
          <Row
            key={item.row.record}
            item={item}
            isChosen={item.row.record === props.chosen}
            onChoose={choose}
          />
        ))}
      </ul>
      {props.onMore && (
        <Button className="w-full mt-2" onPress={props.onMore} testid="queue-more">
          {t("queue-more", { count: waiting })}
        </Button>
      )}
      <Standing queue={props.queue} />
      {clean.length > 1 && <BulkVerify rows={clean} onDone={props.onAgain} />}
    </section>
  );
}

/** A line of the queue. Whoever goes on has two of them painted anew, not all that wait. */
const Row = memo(function Row(props: {
  item: QueueRow;
  isChosen: boolean;
  onChoose: (item: QueueRow) => void;
}) {
  const { t } = useText();
  const { item } = props;
  return (
    <li>
      <AriaButton
        className="queue-row"
        aria-current={props.isChosen}
        onPress={() => props.onChoose(item)}
        data-testid={`queue-${item.row.record}`}
      >
        <span className="flex items-start gap-2">
          <span className="flex-1 font-semibold leading-normal">{titleOf(item.row)}</span>
          {(item.row.problems > 0 || item.severity === 0) && (
            <ProblemChip count={item.row.problems} tone={toneOf(item)} />
          )}
        </span>
        <span className="muted">
          {[item.row.team, day(item.row.date)].filter(Boolean).join(" · ")}
        </span>
        <span className="flex flex-wrap items-center gap-1.5">
          <span className="muted">{t("review-days", { days: item.days })}</span>
          {item.looked === "changed" && (
            <Chip tone="info" icon={<Eye size={14} aria-hidden />}>
              {t("review-new-since")}
            </Chip>
          )}
          {item.row.conflict && <ConflictChip />}
          {isOddBesideOthers(item) && (
            <Chip tone={toneOf(item)} icon={<TriangleAlert size={14} aria-hidden />}>
              {t("findings-queue")}
            </Chip>
          )}
          {item.again && (
            <Chip tone="info" icon={<RotateCcw size={14} aria-hidden />}>
              {t("review-again")}
            </Chip>
          )}
          {item.own && <Chip icon={<UserRound size={14} aria-hidden />}>{t("review-own")}</Chip>}
        </span>
      </AriaButton>
    </li>
  );
});

/** Verifies every record in which nothing is open, one after the other, with a way to stop. */
function BulkVerify(props: { rows: QueueRow[]; onDone: () => void }) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [left, setLeft] = useState(0);
  const stop = useRef(false);
  const count = props.rows.length;
  const run = async () => {
    stop.current = false;
    setLeft(0);
    for (const [i, { row }] of props.rows.entries()) {
      if (stop.current) break;
      setDone(i);
      await host()
        .verifyClean(row.record)
        .catch(() => setLeft((n) => n + 1));
    }
    setDone(null);
    setAsking(false);
    props.onDone();
  };
  return (
    <>
      <Button
        className="w-full mt-2"
        icon={<CheckCheck size={18} />}
        onPress={() => setAsking(true)}
        testid="bulk-verify"
      >
        {t("bulk-verify", { count })}
      </Button>
      <Dialog
        open={asking}
        onClose={() => done === null && setAsking(false)}
        title={t("bulk-verify", { count })}
      >
        <p className="mb-3">{t("bulk-verify-text", { count })}</p>
        {done !== null && (
          <p className="mb-3" role="status">
            {t("bulk-verify-progress", { done, count, left })}
          </p>
        )}
        <div className="flex gap-2">
          <Button look="primary" isDisabled={done !== null} onPress={run} testid="bulk-verify-do">
            {t("bulk-verify-do")}
          </Button>
          <Button
            onPress={() => {
              stop.current = true;
              if (done === null) setAsking(false);
            }}
          >
            {t("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

const toneOf = (item: QueueRow) => (item.severity > 1 ? "bad" : "warn");

/** Nothing was found in the record itself, and something where it is read together with others. */
const isOddBesideOthers = (item: QueueRow) =>
  item.severity > 0 && item.row.problems === 0 && !item.row.conflict;
