import {
  CircleSlash2,
  CornerUpLeft,
  Eye,
  HandHelping,
  Lock,
  RotateCcw,
  Send,
  Stamp,
  Undo2,
} from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { faultOf, type HostFault, host, type NewComment, type RecordView } from "../../host";
import { month } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button, type Look } from "../button";
import { Dialog } from "../dialog";
import { FaultPanel } from "../fault";
import { useWork } from "../use-work";
import { moveKey, refusalKey, titleOf } from "../words";
import { OpenFindings, Problems } from "./body";
import { type About, ReturnForm } from "./return-form";

const icons: Record<string, ReactNode> = {
  submit: <Send size={18} />,
  return: <CornerUpLeft size={18} />,
  verify: <Eye size={18} />,
  approve: <Stamp size={18} />,
  reject: <CircleSlash2 size={18} />,
  reopen: <RotateCcw size={18} />,
  lock: <Lock size={18} />,
  withdraw: <HandHelping size={18} />,
  take_back: <Undo2 size={18} />,
};

/** Moves in the order in which they stand: the good end first, the hard ones last. */
const order = [
  "approve",
  "verify",
  "submit",
  "take_back",
  "return",
  "lock",
  "reopen",
  "withdraw",
  "reject",
];
const needsReason = new Set(["reject", "reopen", "withdraw"]);
const keys: Record<string, string> = { return: "R" };
/** Signs that the words for warnings may have. */
const OVERRIDE_MAX = 500;

/** Whether a person says why before: the move is hard, or it accepts what a rule still warns of. */
function asksReason(view: RecordView, move: string): boolean {
  const accepts = move === "verify" || move === "approve";
  return needsReason.has(move) || (accepts && view.override_needed);
}

/** What is corrected after a lock is an adjustment, and is called so. */
function wordOf(view: RecordView, move: string): string {
  return move === "reopen" && view.row.review === "locked" ? "move-adjust" : moveKey(move);
}

export interface Deciding {
  /** Begins a move: at once, or with the words that it needs first, at a question or a finding. */
  begin: (move: string, at?: About | null) => void;
  dialog: ReactNode;
  bar: ReactNode;
  /** The move of the A key: approve where that may be done, else verify. */
  good: string | null;
}

export function useDeciding(
  view: RecordView | null,
  onDecided: (now: RecordView, move: string) => void,
  withKeys = false,
): Deciding {
  const { t } = useText();
  const [asking, setAsking] = useState<{ move: string; at: About | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ record: string; fault: HostFault } | null>(null);
  const moves = view ? order.filter((m) => view.moves.includes(m)) : [];
  const good = moves.find((m) => m === "approve" || m === "verify") ?? null;
  const record = view?.row.record ?? "";

  const decide = async (move: string, comments: NewComment[], reason: string | null) => {
    onDecided(await host().review(record, move, comments, reason), move);
    setAsking(null);
  };
  const decideNow = async (move: string) => {
    setBusy(true);
    setFault(null);
    await decide(move, [], null).catch((cause) => setFault({ record, fault: faultOf(cause) }));
    setBusy(false);
  };
  const begin = (move: string, at: About | null = null) => {
    if (!view || busy || !moves.includes(move)) return;
    if (move === "return" || move === "lock" || asksReason(view, move)) setAsking({ move, at });
    else void decideNow(move);
  };

  const dialog = view && asking && (
    <Dialog
      open
      onClose={() => setAsking(null)}
      title={t(wordOf(view, asking.move))}
      testid={`dialog-${asking.move}`}
      wide
    >
      {asking.move === "return" ? (
        <ReturnForm
          view={view}
          at={asking.at}
          onReturn={(comments) => decide("return", comments, null)}
        />
      ) : asking.move === "lock" ? (
        <LockForm view={view} onLock={() => decide("lock", [], null)} />
      ) : (
        <ReasonForm
          view={view}
          move={asking.move}
          onDecide={(reason) => decide(asking.move, [], reason)}
        />
      )}
    </Dialog>
  );

  // The screen of a review has U for it.
  const offered = moves.filter((move) => !withKeys || move !== "take_back");
  const bar = view && (
    <div className="moves" data-testid="moves">
      {fault?.record === record && <FaultPanel fault={fault.fault} />}
      {offered.map((move) => {
        const look: Look = move === good ? "primary" : move === "reject" ? "danger" : "plain";
        const key = move === good ? "A" : keys[move];
        return (
          <Button
            key={move}
            look={look}
            icon={withKeys ? undefined : icons[move]}
            isDisabled={busy}
            onPress={() => begin(move)}
            testid={`move-${move}`}
          >
            {t(wordOf(view, move))}
            {withKeys && key && <kbd aria-hidden>{key}</kbd>}
          </Button>
        );
      })}
      {view.refusal !== null && (
        <p className="muted" data-testid="refusal">
          {t(refusalKey(view.refusal))}
        </p>
      )}
    </div>
  );
  return { begin, dialog, bar, good };
}

/** A lock closes a month and not the record alone, and nothing opens that again: it is said before. */
function LockForm(props: { view: RecordView; onLock: () => Promise<void> }) {
  const { t } = useText();
  const { date, team } = props.view.row;
  const { busy, fault, run } = useWork(props.onLock);
  return (
    <form onSubmit={run} className="flex flex-col gap-3">
      <p>
        {date ? t("lock-one-text", { month: month(date), team }) : t("lock-one-undated", { team })}
      </p>
      {fault && <FaultPanel fault={fault} />}
      <div>
        <Button type="submit" look="primary" isDisabled={busy} testid="lock-do">
          {t("move-lock")}
        </Button>
      </div>
    </form>
  );
}

function ReasonForm(props: {
  view: RecordView;
  move: string;
  onDecide: (reason: string) => Promise<void>;
}) {
  const { t } = useText();
  const { view, move } = props;
  const [reason, setReason] = useState("");
  const { busy, fault, run } = useWork(() => props.onDecide(reason.trim()));
  const overrides = !needsReason.has(move);
  const isAdjustment = wordOf(view, move) === "move-adjust";
  const hear = (event: KeyboardEvent) => {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (sends && reason.trim() !== "") void run();
  };
  return (
    <form onSubmit={run} onKeyDown={hear} className="flex flex-col gap-3">
      <p>{t(overrides ? "override-for" : "reason-for", { title: titleOf(view.row) })}</p>
      {overrides && <Problems view={view} />}
      {overrides && <OpenFindings view={view} />}
      {isAdjustment && <p className="muted">{t("adjust-text")}</p>}
      <div>
        <label className="label" htmlFor="reason">
          {t("reason")}
        </label>
        <textarea
          id="reason"
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write here
          autoFocus
          className="input"
          rows={3}
          value={reason}
          maxLength={overrides ? OVERRIDE_MAX : undefined}
          onChange={(e) => setReason(e.target.value)}
          data-testid="reason"
        />
      </div>
      {fault && <FaultPanel fault={fault} />}
      <Button
        type="submit"
        look={move === "reject" ? "danger" : "primary"}
        isDisabled={busy || reason.trim() === ""}
        testid="reason-do"
      >
        {t(wordOf(view, move))}
      </Button>
    </form>
  );
}
