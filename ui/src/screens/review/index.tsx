import { Inbox } from "lucide-react";
import { useCallback, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { host, type Queue, type QueueAsk, type QueueRow } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useAhead } from "./ahead";
import { everything, isNarrowed, Narrowing, Standing } from "./narrowing";
import { One } from "./one";
import { PartChoice } from "./part-choice";
import { QueueList } from "./queue-list";
import { type Slip, TakeBack, useSlip } from "./slip";

/** What waits for a decision, one record at a time. */
export function Review() {
  const { t } = useText();
  const [ask, narrow] = useState<QueueAsk>(everything);
  const [slices, setSlices] = useState(1);
  const setAsk = useCallback((ask: QueueAsk) => {
    narrow(ask);
    setSlices(1);
  }, []);
  const asked = useAsk(`queue ${slices} ${JSON.stringify(ask)}`, () => slicesOf(ask, slices), [
    "records",
  ]);
  const slip = useSlip(asked.again);
  return (
    <div className="page-fill" data-testid="review">
      <Answered asked={asked} rows={8} title={t("nav-review")}>
        {(queue) =>
          queue.rows.length === 0 ? (
            <Nothing queue={queue} ask={ask} setAsk={setAsk} slip={slip} />
          ) : (
            <Desk
              queue={queue}
              ask={ask}
              setAsk={setAsk}
              slip={slip}
              onAgain={asked.again}
              onMore={queue.slice === null ? undefined : () => setSlices(slices + 1)}
            />
          )
        }
      </Answered>
    </div>
  );
}

/** The first slices of the queue, as one. */
async function slicesOf(ask: QueueAsk, slices: number): Promise<Queue> {
  const queue = await host().reviewQueue(ask);
  for (let at = 1; at < slices && queue.slice !== null; at += 1) {
    const more = await host().reviewQueue({ ...ask, after: queue.slice });
    const known = new Set(queue.rows.map(({ row }) => row.record));
    queue.rows.push(...more.rows.filter(({ row }) => !known.has(row.record)));
    queue.slice = more.slice;
  }
  return queue;
}

interface Props {
  queue: Queue;
  ask: QueueAsk;
  setAsk: (ask: QueueAsk) => void;
  slip: Slip;
}

function Nothing({ queue, ask, setAsk, slip }: Props) {
  const { t } = useText();
  const narrowed = isNarrowed(ask);
  return (
    <>
      <h1>{t("nav-review")}</h1>
      <PartChoice />
      {narrowed && <Narrowing ask={ask} setAsk={setAsk} />}
      <Standing queue={queue} />
      <Empty
        icon={<Inbox size={26} />}
        title={t(narrowed ? "records-no-match" : "review-empty")}
        text={t(narrowed ? "records-no-match-text" : "review-empty-text")}
      >
        {narrowed && (
          <Button onPress={() => setAsk(everything)} testid="review-all">
            {t("filters-clear")}
          </Button>
        )}
        <TakeBack slip={slip} />
      </Empty>
    </>
  );
}

function Desk(props: Props & { onAgain: () => void; onMore?: () => void }) {
  const { queue, ask, setAsk, slip } = props;
  const { record } = useParams();
  const go = useNavigate();
  const [lastAt, setLastAt] = useState(0);
  const at = queue.rows.findIndex((r) => r.row.record === record);
  // A record that left the queue gives its place to the next one.
  const here = at >= 0 ? at : Math.min(lastAt, queue.rows.length - 1);
  const chosen = queue.rows[here] as QueueRow;
  if (here !== lastAt) setLastAt(here);

  const show = (row: QueueRow | undefined) =>
    row && go(`/review/${row.row.record}`, { replace: true });
  const after = queue.rows[(here + 1) % queue.rows.length];
  const ahead = useAhead(after?.row.record);
  const next = () => show(after);
  return (
    <div className="review">
      <QueueList
        queue={queue}
        ask={ask}
        setAsk={setAsk}
        chosen={chosen.row.record}
        onChoose={show}
        onAgain={props.onAgain}
        onMore={props.onMore}
      />
      <One
        key={chosen.row.record}
        row={chosen}
        slip={slip}
        ahead={ahead}
        onNext={next}
        onDecided={(now, move) => {
          slip.decided(now, move);
          props.onAgain();
        }}
      />
    </div>
  );
}
