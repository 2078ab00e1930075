import { useState } from "react";
import type { RecordView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Diff } from "../../parts/record/history";

interface Pair {
  id: "looked" | "returned" | "before";
  from: string;
  to: string;
}

/** What can be compared with the answers as they are: what this person last saw, what was returned, the last version. */
function pairsOf(view: RecordView, again: boolean): Pair[] {
  const saves = view.history.filter((row) => row.kind === "save");
  const newest = saves.at(-1)?.revision;
  const before = saves.at(-2)?.revision;
  if (!newest || !before) return [];
  const pairs: Pair[] = [];
  const seen = view.seen?.save;
  if (seen && seen !== newest && saves.some((row) => row.revision === seen))
    pairs.push({ id: "looked", from: seen, to: newest });
  const returned = view.history.findLastIndex((row) => row.decision === "return");
  const stoodOn = view.history
    .slice(0, Math.max(returned, 0))
    .findLast((row) => row.kind === "save")?.revision;
  if (again && stoodOn && stoodOn !== newest)
    pairs.push({ id: "returned", from: stoodOn, to: newest });
  pairs.push({ id: "before", from: before, to: newest });
  return pairs;
}

const words: Record<Pair["id"], string> = {
  looked: "changed-since-looked",
  returned: "changed-since-returned",
  before: "changed-since-before",
};

/** What became of the answers, against one of several earlier versions. */
export function Differences(props: { view: RecordView; again: boolean }) {
  const { t } = useText();
  const { view } = props;
  const pairs = pairsOf(view, props.again);
  const [chosen, setChosen] = useState<Pair["id"] | null>(null);
  const pair = pairs.find((one) => one.id === chosen) ?? pairs[0];
  return (
    <>
      {view.seen && (
        <p className="muted mt-1" data-testid="seen-before">
          {t(view.seen.same ? "seen-same" : "seen-changed", { when: moment(view.seen.at) })}
        </p>
      )}
      {pair && (
        <section className="banner mt-3" data-tone="info" data-testid="review-corrected">
          <h2>{t("review-changed")}</h2>
          <fieldset className="diff-choice" aria-label={t("review-changed")}>
            {pairs.map(({ id }) => (
              <Button
                key={id}
                className={id === pair.id ? "filter filter-on" : "filter"}
                aria-pressed={id === pair.id}
                onPress={() => setChosen(id)}
                testid={`since-${id}`}
              >
                {t(words[id])}
              </Button>
            ))}
          </fieldset>
          <Diff record={view.row.record} from={pair.from} to={pair.to} />
        </section>
      )}
    </>
  );
}
