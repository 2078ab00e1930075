import { useState } from "react";
import { useNavigate } from "react-router";
import { faultOf, host, type RecordView } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { faultKey } from "../../parts/fault";
import { keyOf } from "../../parts/keys";
import { useTell } from "../../parts/notices";
import { isTyping, useKeys } from "../../parts/use-keys";
import { moveKey, titleOf } from "../../parts/words";

export interface Slip {
  /** What was decided last on this screen, while it may be taken back. */
  last: { record: string; title: string } | null;
  decided: (now: RecordView, move: string) => void;
  takeBack: () => void;
}

/** A slip of the hand is taken back by U, while nothing was sent and nobody came after it. */
export function useSlip(onAgain: () => void): Slip {
  const { t } = useText();
  const tell = useTell();
  const go = useNavigate();
  const [last, setLast] = useState<Slip["last"]>(null);
  const takeBack = async () => {
    if (!last) return;
    setLast(null);
    try {
      await host().review(last.record, "take_back", [], null);
      tell(t("taken-back", { title: last.title }), { tone: "info" });
      go(`/review/${last.record}`, { replace: true });
      onAgain();
    } catch (cause) {
      const code = faultOf(cause).code;
      tell(t(code === "wrong_state" ? "taken-back-late" : faultKey(code)), { tone: "info" });
    }
  };
  useKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (keyOf(event) !== "u" || !last) return;
    void takeBack();
    event.preventDefault();
  });
  return {
    last,
    takeBack: () => void takeBack(),
    decided: (now, move) => {
      const title = titleOf(now.row);
      setLast(now.moves.includes("take_back") ? { record: now.row.record, title } : null);
      tell(t("decided", { move: t(moveKey(move)), title }));
    },
  };
}

/** Takes the last decision back, as U does. */
export function TakeBack({ slip }: { slip: Slip }) {
  const { t } = useText();
  if (!slip.last) return null;
  return (
    <Button onPress={slip.takeBack} testid="take-back" aria-keyshortcuts="u">
      {t("move-take-back")}
      <kbd aria-hidden>U</kbd>
    </Button>
  );
}
