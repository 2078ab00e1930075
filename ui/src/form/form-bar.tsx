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
import type { FormView } from "../host";
import { clock } from "../locales/dates";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import type { Pen, Written } from "./pen";

/** Title, what is on the disk, undo and finish: always in sight while a form is filled. */
export function FormBar(props: {
  pen: Pen;
  onUndo: () => void;
  onRedo: () => void;
  onFinish: () => void;
  finishing: boolean;
}) {
  const { t } = useText();
  const written = useSyncExternalStore(props.pen.hear, props.pen.now);
  const { view } = written;
  return (
    <header className="form-bar">
      <div className="flex-1 min-w-0">
        <h1 className="clip">
          {view.record ? t("form-correction", { form: view.title }) : view.title}
        </h1>
        <Saved written={written} />
      </div>
      <Button
        look="quiet"
        square
        aria-label={t("undo")}
        isDisabled={!view.can_undo}
        onPress={props.onUndo}
        icon={<Undo2 size={19} />}
        testid="undo"
      />
      <Button
        look="quiet"
        square
        aria-label={t("redo")}
        isDisabled={!view.can_redo}
        onPress={props.onRedo}
        icon={<Redo2 size={19} />}
        testid="redo"
      />
      <Button
        look="primary"
        icon={<CheckCheck size={18} />}
        isDisabled={props.finishing}
        onPress={props.onFinish}
        testid="finish"
      >
        {t("finish")}
      </Button>
    </header>
  );
}

function Saved({ written }: { written: Written }) {
  const { t } = useText();
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

FormBar.Side = function Side(props: {
  view: FormView;
  onRepeatLast: () => void;
  onDiscard: () => void;
  onKeys: () => void;
}) {
  const { t } = useText();
  const { view } = props;
  return (
    <div className="form-tools">
      {view.can_repeat && (
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
        {view.record ? t("discard-correction") : t("discard")}
      </Button>
      <p className="muted form-version">
        {t("form-version", { team: view.team, version: view.version })}
        {view.newer_version && <span className="block">{t("form-newer-version")}</span>}
      </p>
    </div>
  );
};

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
