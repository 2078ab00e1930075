import {
  Check,
  CheckCheck,
  Copy,
  Keyboard,
  LoaderCircle,
  Redo2,
  Trash2,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import { useSyncExternalStore } from "react";
import { clock } from "../locales/dates";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import type { Pen } from "./pen";

interface BarProps {
  pen: Pen;
  onUndo: () => void;
  onRedo: () => void;
  onFinish: () => void;
  finishing: boolean;
}

/** Title, what is on the disk, undo and finish: always in sight while a form is filled. */
export function FormBar(props: BarProps) {
  const { t } = useText();
  const { pen } = props;
  const title = useSyncExternalStore(pen.hear, () => pen.view().title);
  const { record } = pen.view();
  return (
    <header className="form-bar">
      <div className="flex-1 min-w-0">
        <h1 className="clip">{record ? t("form-correction", { form: title }) : title}</h1>
        <Saved pen={pen} />
      </div>
      <Steps {...props} />
    </header>
  );
}

function Steps({ pen, onUndo, onRedo, onFinish, finishing }: BarProps) {
  const { t } = useText();
  const canUndo = useSyncExternalStore(pen.hear, () => pen.view().can_undo);
  const canRedo = useSyncExternalStore(pen.hear, () => pen.view().can_redo);
  return (
    <>
      <Button
        look="quiet"
        square
        aria-label={t("undo")}
        isDisabled={!canUndo}
        onPress={onUndo}
        icon={<Undo2 size={19} />}
        testid="undo"
      />
      <Button
        look="quiet"
        square
        aria-label={t("redo")}
        isDisabled={!canRedo}
        onPress={onRedo}
        icon={<Redo2 size={19} />}
        testid="redo"
      />
      <Button
        look="primary"
        icon={<CheckCheck size={18} />}
        isDisabled={finishing}
        onPress={onFinish}
        testid="finish"
      >
        {t("finish")}
      </Button>
    </>
  );
}

function Saved({ pen }: { pen: Pen }) {
  const { t } = useText();
  const written = useSyncExternalStore(pen.hear, pen.now);
  const state = written.fault ? "failed" : written.unsaved ? "saving" : "saved";
  return (
    <p className="saved" role="status" data-testid="saved" data-state={state}>
      {state === "failed" && <TriangleAlert size={16} aria-hidden />}
      {state === "saving" && <LoaderCircle size={16} aria-hidden className="turning" />}
      {state === "saved" && <Check size={16} aria-hidden />}
      <span>
        {state === "failed" && t("saved-failed")}
        {state === "saving" && t("saving")}
        {state === "saved" && t("saved", { time: clock(written.view.saved_at) })}
      </span>
    </p>
  );
}

/** What else can be done with a draft, below its sections. */
export function FormSide(props: {
  pen: Pen;
  onRepeatLast: () => void;
  onDiscard: () => void;
  onKeys: () => void;
}) {
  const { t } = useText();
  const { pen } = props;
  const canRepeat = useSyncExternalStore(pen.hear, () => pen.view().can_repeat);
  const isNewer = useSyncExternalStore(pen.hear, () => pen.view().newer_version);
  const { record, team, version } = pen.view();
  return (
    <div className="form-tools">
      {canRepeat && (
        <Button icon={<Copy size={17} />} onPress={props.onRepeatLast} testid="repeat-last">
          <span className="flex-1 text-left">{t("repeat-last")}</span>
          <Keys keys={["Alt", "R"]} />
        </Button>
      )}
      <Button look="quiet" icon={<Keyboard size={18} />} onPress={props.onKeys} testid="keys">
        <span className="flex-1 text-left">{t("keys")}</span>
        <Keys keys={["F1"]} />
      </Button>
      <Button look="quiet" icon={<Trash2 size={18} />} onPress={props.onDiscard} testid="discard">
        {record ? t("discard-correction") : t("discard")}
      </Button>
      <p className="muted form-version">
        {t("form-version", { team, version })}
        {isNewer && (
          <span className="block" data-testid="newer-version">
            {t("form-newer-version")}
          </span>
        )}
      </p>
    </div>
  );
}

/** The keys that do the same as a button. */
function Keys(props: { keys: string[] }) {
  return (
    <span className="form-tool-keys" aria-hidden lang="en">
      {props.keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
