import { CopyX, Link2, Undo2 } from "lucide-react";
import { useState } from "react";
import { type DoubleView, faultOf, type HostFault, host, type RecordRow } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { FaultPanel } from "../../parts/fault";
import { keyOf } from "../../parts/keys";
import { useTell } from "../../parts/notices";
import { isTyping, useKeys } from "../../parts/use-keys";
import { titleOf } from "../../parts/words";
import { Foot } from "./foot";

interface Props {
  view: DoubleView;
  onNext: () => void;
  onDecided: () => void;
}

/** What can be decided about two records: M merges, D keeps apart, U takes back, N goes on. */
export function DoubleDecide(props: Props) {
  const { t } = useText();
  const tell = useTell();
  const { view } = props;
  const { one, other, state } = view.row;
  const [choosing, setChoosing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<HostFault | null>(null);
  const may = view.may_decide && !busy;
  const isDecided = state === "merged" || state === "distinct";

  const decide = async (ask: () => Promise<unknown>, told: string) => {
    setBusy(true);
    setFault(null);
    try {
      await ask();
      tell(told);
      props.onDecided();
    } catch (cause) {
      setFault(faultOf(cause));
    }
    setChoosing(false);
    setBusy(false);
  };
  const distinct = () =>
    decide(() => host().distinct(one.record, other.record, null), t("double-told-distinct"));
  const untie = () =>
    decide(() => host().untie(one.record, other.record, null), t("double-told-untied"));
  const merge = (kept: RecordRow) => {
    const gone = kept === one ? other : one;
    return decide(
      () => host().merge(kept.record, gone.record, null),
      t("double-told-merged", { title: titleOf(kept) }),
    );
  };
  useKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || choosing)
      return;
    const key = keyOf(event);
    if (key === "m" && may && !isDecided) setChoosing(true);
    else if (key === "d" && may && !isDecided) void distinct();
    else if (key === "u" && may && isDecided) void untie();
    else if (key === "n") props.onNext();
    else return;
    event.preventDefault();
  });
  return (
    <Foot testid="double-foot">
      {fault && <FaultPanel fault={fault} />}
      {!view.may_decide && <p className="muted">{t("double-role")}</p>}
      {view.may_decide && isDecided && (
        <Button icon={<Undo2 size={18} />} isDisabled={busy} onPress={untie} testid="double-untie">
          {t("double-untie")}
          <kbd aria-hidden>U</kbd>
        </Button>
      )}
      {view.may_decide && !isDecided && (
        <>
          <Button
            look="primary"
            icon={<Link2 size={18} />}
            isDisabled={busy}
            onPress={() => setChoosing(true)}
            testid="double-merge"
          >
            {t("double-merge")}
            <kbd aria-hidden>M</kbd>
          </Button>
          <Button
            icon={<CopyX size={18} />}
            isDisabled={busy}
            onPress={distinct}
            testid="double-distinct"
          >
            {t("double-distinct-do")}
            <kbd aria-hidden>D</kbd>
          </Button>
        </>
      )}
      <Button onPress={props.onNext} testid="double-next">
        {t("review-next")}
        <kbd aria-hidden>N</kbd>
      </Button>
      <Dialog
        open={choosing}
        onClose={() => setChoosing(false)}
        title={t("double-merge-ask")}
        testid="dialog-merge"
      >
        <Stays view={view} busy={busy} onMerge={merge} />
      </Dialog>
    </Foot>
  );
}

function Stays(props: {
  view: DoubleView;
  busy: boolean;
  onMerge: (kept: RecordRow) => Promise<void>;
}) {
  const { t } = useText();
  const { one, other } = props.view.row;
  const [kept, setKept] = useState(props.view.proposed === other.record ? other : one);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void props.onMerge(kept);
      }}
    >
      <p>{t("double-merge-text")}</p>
      <fieldset className="flex flex-col gap-1">
        <legend className="only-spoken">{t("double-merge-ask")}</legend>
        {[one, other].map((side, at) => (
          <label key={side.record} className="double-stay">
            <input
              type="radio"
              name="double-stay"
              checked={kept === side}
              onChange={() => setKept(side)}
              data-testid={`double-stay-${at}`}
            />
            <span className="grow">
              <span className="block">{titleOf(side)}</span>
              <span className="muted">
                {[
                  side.reference === titleOf(side) ? "" : side.reference,
                  t("double-children", { count: props.view.children[at] ?? 0 }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <Button look="primary" type="submit" isDisabled={props.busy} testid="double-merge-do">
        {t("double-merge")}
      </Button>
    </form>
  );
}
