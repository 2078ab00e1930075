import { Check, GitMerge } from "lucide-react";
import { useSyncExternalStore } from "react";
import type { ConflictValues, ConflictView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { useSheet } from "./context";
import { nodeAt } from "./walk";

const SIDES = ["ours", "theirs", "both"] as const;
const WORDS = { ours: "conflict-keep", theirs: "conflict-take", both: "conflict-both" } as const;

/** What two people answered apart from each other, and a press that answers the question as either did, or as both. */
export function Apart(props: { path: string }) {
  const { conflicts } = useSheet();
  const here = conflicts.get(props.path) ?? [];
  return here.map((conflict) => <Side key={`${conflict.theirs}`} conflict={conflict} />);
}

function Side({ conflict }: { conflict: ConflictView }) {
  const { t } = useText();
  const said = (value: string | null) => value || t("no-answer");
  return (
    <div className="q-comment" data-testid={`apart-${conflict.path}`}>
      <GitMerge size={17} aria-hidden />
      <div>
        <p>
          {t("conflict-at", {
            base: said(conflict.base),
            ours: said(conflict.ours),
            theirs: said(conflict.theirs),
          })}
        </p>
        {conflict.values && <Take path={conflict.path} values={conflict.values} />}
      </div>
    </div>
  );
}

function Take({ path, values }: { path: string; values: ConflictValues }) {
  const { t } = useText();
  const { pen, write, leave, view } = useSheet();
  const answer = useSyncExternalStore(
    pen.hear,
    () => pen.typed(path) ?? nodeAt(pen.view().sections, path)?.value,
  );
  // A question that cannot be answered here, or no longer, is not settled here.
  if (nodeAt(view.sections, path)?.read_only !== false) return null;
  return (
    <fieldset className="flex flex-wrap gap-2 mt-2" aria-label={t("conflict-settle")}>
      {SIDES.map((side) => {
        const value = values[side];
        return value === null ? null : (
          <Button
            key={side}
            icon={answer === value ? <Check size={17} aria-hidden /> : undefined}
            aria-pressed={answer === value}
            onPress={() => {
              write(path, value, true);
              leave(path);
            }}
            testid={`apart-${path}-${side}`}
          >
            {t(WORDS[side])}
          </Button>
        );
      })}
    </fieldset>
  );
}
