import { Eye, EyeOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type AnswerView, host, type RecordView, type Revealed } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { useTellFault } from "../fault";

/** What stands in the place of an answer that is not shown. */
export const MASK = "•••";

interface Asking {
  view: RecordView;
  reveal: (path: string) => void;
  revealAll: (why: string) => Promise<void>;
}

/** The record with the answers that were shown since it was opened; they are forgotten with the screen. */
export function useRevealed(view: RecordView): Asking {
  const tellFault = useTellFault();
  const [shown, setShown] = useState<Revealed>({ answers: [], conflicts: [] });
  const ask = async (path: string | null, why: string | null) => {
    try {
      const more = await host().reveal(view.row.record, path, why);
      const again = new Set(more.conflicts.map((conflict) => conflict.path));
      setShown((before) => ({
        answers: [...before.answers, ...more.answers],
        conflicts: [...before.conflicts.filter((c) => !again.has(c.path)), ...more.conflicts],
      }));
    } catch (cause) {
      tellFault(cause);
    }
  };
  const answers = new Map(shown.answers.map((answer) => [answer.path, answer]));
  const sides = new Set(shown.conflicts.map((conflict) => conflict.path));
  return {
    view: {
      ...view,
      sections: view.sections.map((section) => ({
        ...section,
        answers: section.answers.map((answer) =>
          answer.showing === "masked" ? (answers.get(answer.path) ?? answer) : answer,
        ),
      })),
      // Where more than two people answered, a question has several lines.
      conflicts: [
        ...view.conflicts.filter((conflict) => !sides.has(conflict.path)),
        ...shown.conflicts,
      ],
    },
    reveal: (path) => void ask(path, null),
    revealAll: (why) => ask(null, why),
  };
}

/** A masked answer: its label stays, and whoever may see it can ask for it. */
export function MaskedLine(props: { answer: AnswerView; onReveal: (path: string) => void }) {
  const { t } = useText();
  const { answer } = props;
  return (
    <span className="masked" data-testid={`masked-${answer.path}`}>
      <span aria-hidden>{MASK}</span>
      <span className="only-spoken">{t("masked")}</span>
      {answer.showing === "masked" ? (
        <Button
          look="link"
          className="masked-button"
          icon={<Eye size={16} aria-hidden />}
          aria-label={t("reveal-one", { question: answer.label })}
          onPress={() => props.onReveal(answer.path)}
          testid={`reveal-${answer.path}`}
        >
          {t("reveal")}
        </Button>
      ) : (
        <span className="muted">{t("masked-barred")}</span>
      )}
    </span>
  );
}

/** Says that answers are masked and why, and offers to show all of them that may be shown. */
export function Unmask(props: { revealed: Asking }) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const { view, revealAll } = props.revealed;
  const answers = view.sections.flatMap((section) => section.answers);
  const hidden = answers.filter((answer) => answer.showing !== "open").length;
  const masked = answers.filter((answer) => answer.showing === "masked").length;
  if (hidden === 0) return null;
  return (
    <div className="unmask" data-testid="unmask">
      <EyeOff size={18} aria-hidden />
      <p className="grow basis-56 min-w-0">
        {t(masked > 0 ? "masked-some" : "masked-none-for-you", { count: hidden })}
      </p>
      {masked > 0 && (
        <Button
          icon={<Eye size={18} aria-hidden />}
          onPress={() => setAsking(true)}
          testid="reveal-all"
        >
          {t("reveal-all")}
        </Button>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("reveal-all")}
        testid="dialog-reveal"
      >
        <Reasons
          onShow={async (why) => {
            setAsking(false);
            await revealAll(why);
          }}
        />
      </Dialog>
    </div>
  );
}

function Reasons(props: { onShow: (why: string) => Promise<void> }) {
  const { t } = useText();
  const [why, setWhy] = useState("");
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void props.onShow(why);
      }}
    >
      <p>{t("reveal-told")}</p>
      <label>
        <span className="hint">{t("reveal-why")}</span>
        <input
          ref={box}
          className="input"
          value={why}
          maxLength={500}
          data-testid="reveal-why"
          onChange={(event) => setWhy(event.target.value)}
        />
      </label>
      <div className="flex justify-end">
        <Button type="submit" look="primary" testid="reveal-do">
          {t("reveal-do")}
        </Button>
      </div>
    </form>
  );
}
