import { useState } from "react";
import type { NodeView } from "../host";
import { day, today, typedDay, typedTime } from "../locales/dates";
import { asciiDigits, typedNumber } from "../locales/digits";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import {
  describedBy,
  hasWord,
  questionIds,
  useAnswer,
  useProblem,
  useSheet,
  useTypedText,
} from "./context";

interface LineProps {
  node: NodeView;
  /** The stored shape of what was typed. */
  store: (typed: string) => string;
  /** The shown shape of what is stored. */
  show: (stored: string) => string;
  inputMode?: "text" | "numeric" | "decimal";
  placeholder?: string;
  className?: string;
  /** Names the control where the question's label is not beside it. */
  label?: string;
}

/** One line of text in one shape, stored in another. */
export function Line({ node, store, show, inputMode, placeholder, className, label }: LineProps) {
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const { text, type, settle } = useTypedText(answer, show);
  return (
    <input
      id={questionIds(node.path).input}
      className={`input ${className ?? ""}`}
      value={text}
      readOnly={node.read_only}
      inputMode={inputMode}
      placeholder={placeholder}
      autoComplete="off"
      aria-label={label}
      aria-required={node.required || undefined}
      aria-invalid={problem !== null}
      aria-describedby={describedBy(node, problem)}
      data-testid={`q-${node.path}`}
      onChange={(e) => {
        type(e.target.value);
        sheet.write(node.path, store(e.target.value), false);
      }}
      onBlur={() => {
        settle();
        sheet.leave(node.path);
      }}
    />
  );
}

const same = (text: string) => text;

export function TextField(props: { node: NodeView; label?: string }) {
  const { node } = props;
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  if (!hasWord(node.appearance, "multiline")) {
    const show = hasWord(node.appearance, "numbers") ? asciiDigits : same;
    return <Line node={node} store={show} show={same} label={props.label} />;
  }
  return (
    <textarea
      id={questionIds(node.path).input}
      className="input"
      rows={3}
      value={answer}
      readOnly={node.read_only}
      aria-label={props.label}
      aria-required={node.required || undefined}
      aria-invalid={problem !== null}
      aria-describedby={describedBy(node, problem)}
      data-testid={`q-${node.path}`}
      onChange={(e) => sheet.write(node.path, e.target.value, false)}
      onBlur={() => sheet.leave(node.path)}
    />
  );
}

export function NumberField(props: { node: NodeView; className?: string; label?: string }) {
  const whole = props.node.kind === "integer";
  return (
    <Line
      node={props.node}
      store={typedNumber}
      show={same}
      inputMode={whole ? "numeric" : "decimal"}
      className={props.className ?? "max-w-44"}
      label={props.label}
    />
  );
}

const shownDay = (stored: string) => day(stored) || stored;
const storedDay = (typed: string) => typedDay(asciiDigits(typed)) ?? typed.trim();

export function DateField(props: { node: NodeView; label?: string }) {
  const { node } = props;
  const { t, weekday } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const choose = (iso: string) => {
    sheet.write(node.path, iso, true);
    sheet.leave(node.path);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Line
        node={node}
        store={storedDay}
        show={shownDay}
        inputMode="numeric"
        placeholder={t("date-shape")}
        className="max-w-44"
        label={props.label}
      />
      {!node.read_only && !props.label && (
        <>
          <Button onPress={() => choose(today())} testid={`q-${node.path}-today`}>
            {t("today")}
          </Button>
          <Button look="quiet" onPress={() => choose(today(1))}>
            {t("yesterday")}
          </Button>
          <span className="muted">{day(answer) ? weekday(answer) : ""}</span>
        </>
      )}
    </div>
  );
}

/** XForms times carry seconds and an offset; people type and read hours and minutes. */
const shownTime = (stored: string) => /^(\d{2}:\d{2})/.exec(stored)?.[1] ?? stored;
const storedTime = (typed: string) => {
  const time = typedTime(asciiDigits(typed));
  return time ? `${time}:00` : typed.trim();
};

export function TimeField(props: { node: NodeView; label?: string }) {
  const { t } = useText();
  return (
    <Line
      node={props.node}
      store={storedTime}
      show={shownTime}
      inputMode="numeric"
      placeholder={t("time-shape")}
      className="max-w-32"
      label={props.label}
    />
  );
}

/** A moment is typed as its date and its time in one line. */
const shownMoment = (stored: string) => {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(stored);
  return match ? `${day(match[1])} ${match[2]}` : stored;
};
const storedMoment = (typed: string) => {
  const ascii = asciiDigits(typed).trim();
  const at = ascii.lastIndexOf(" ");
  const date = typedDay(ascii.slice(0, at));
  const time = typedTime(ascii.slice(at + 1));
  return at > 0 && date && time ? `${date}T${time}:00.000` : typed.trim();
};

export function MomentField(props: { node: NodeView }) {
  const { t } = useText();
  return (
    <Line
      node={props.node}
      store={storedMoment}
      show={shownMoment}
      placeholder={t("moment-shape")}
      className="max-w-60"
    />
  );
}

/** One box to tick, for a statement that must be agreed to. */
export function AcknowledgeField(props: { node: NodeView }) {
  const { node } = props;
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const [id] = useState(() => `${questionIds(node.path).input}-tick`);
  return (
    <label className="check-chip" htmlFor={id} data-selected={answer === "OK" || undefined}>
      <input
        id={id}
        type="checkbox"
        checked={answer === "OK"}
        disabled={node.read_only}
        data-testid={`q-${node.path}`}
        aria-describedby={questionIds(node.path).label}
        onChange={(e) => sheet.write(node.path, e.target.checked ? "OK" : "", true)}
        onBlur={() => sheet.leave(node.path)}
      />
      <span>{t("acknowledge")}</span>
    </label>
  );
}
