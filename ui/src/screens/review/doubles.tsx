import { Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { type DoubleRow, host, type Doubles as Queue } from "../../host";
import { useText } from "../../locales/text";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { DoubleCompare } from "./double-compare";
import { DoublesList } from "./doubles-list";
import { PartChoice } from "./part-choice";

/** People and sessions that look as if they were recorded twice: found, compared, decided about. */
export function Doubles() {
  const { t } = useText();
  const asked = useAsk("doubles", () => host().duplicates(), ["records"]);
  return (
    <div className="page-fill" data-testid="doubles">
      <Answered asked={asked} rows={8} title={t("doubles")}>
        {(queue) =>
          queue.rows.length + queue.decided.length === 0 ? (
            <>
              <h1>{t("doubles")}</h1>
              <PartChoice />
              <Empty
                icon={<Copy size={26} />}
                title={t("doubles-empty")}
                text={t("doubles-empty-text")}
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

export const keyOfPair = (row: DoubleRow) => `${row.one.record}/${row.other.record}`;

function Desk(props: { queue: Queue; onAgain: () => void }) {
  const { queue } = props;
  const { one, other } = useParams();
  const go = useNavigate();
  const [lastAt, setLastAt] = useState(0);
  const all = [...queue.rows, ...queue.decided];
  const at = all.findIndex((row) => keyOfPair(row) === `${one}/${other}`);
  const here = at >= 0 ? at : Math.min(lastAt, all.length - 1);
  const chosen = all[here] as DoubleRow;
  useEffect(() => setLastAt(here), [here]);
  const shown = useRef("");
  useEffect(() => {
    shown.current = keyOfPair(chosen);
  });

  const show = (row: DoubleRow | undefined) =>
    row && go(`/review/doubles/${keyOfPair(row)}`, { replace: true });
  const next = () => show(queue.rows[(here + 1) % Math.max(queue.rows.length, 1)]);
  return (
    <div className="review doubles">
      <DoublesList queue={queue} chosen={keyOfPair(chosen)} onChoose={show} />
      <DoubleCompare
        key={keyOfPair(chosen)}
        row={chosen}
        onNext={next}
        onDecided={() => {
          // What was decided stays in view, so that it can be taken back at once; whoever went on already stays there.
          if (shown.current === keyOfPair(chosen)) show(chosen);
          props.onAgain();
        }}
      />
    </div>
  );
}
