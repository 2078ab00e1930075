import { Eye, EyeOff } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { describedBy, questionIds, useAnswer, useProblem, useSheet, useTypedText } from "./context";

interface LineProps {
  node: NodeView;
  /** The stored shape of what was typed. */
  store: (typed: string) => string;
  /** The shown shape of what is stored. */
  show: (stored: string) => string;
  /** Whether it is shown as it is stored while it has the focus: signs that only part it would be in the way of typing. */
  plainInside?: boolean;
  /** The stored shape once the question is left, where a short form means something only then. */
  finish?: (typed: string) => string;
  inputMode?: "text" | "numeric" | "decimal" | "url" | "tel";
  placeholder?: string;
  className?: string;
  /** Names the control where the question's label is not beside it. */
  label?: string;
  /** Nobody who looks over the shoulder shall read it. */
  masked?: boolean;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** Ids of what else describes it. */
  more?: string;
}

export const same = (text: string) => text;

/** Shows another text in a box; all of it stays selected if all was. */
function putPlain(box: HTMLInputElement, text: string) {
  if (box.value === text) return;
  const isWhole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  box.value = text;
  if (isWhole) box.select();
}

/** One line of text in one shape, stored in another. */
export function Line(props: LineProps) {
  const { node, store, show, finish } = props;
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const [inside, setInside] = useState(false);
  const shape = props.plainInside && inside ? same : show;
  const { text, raw, type, settle } = useTypedText(answer, shape);
  const described = [describedBy(node, problem), props.more].filter(Boolean).join(" ");
  return (
    <input
      id={questionIds(node.path).input}
      type={props.masked ? "password" : "text"}
      className={`input ${props.className ?? ""}`}
      value={text}
      readOnly={node.read_only}
      inputMode={props.inputMode}
      placeholder={props.placeholder}
      autoComplete="off"
      spellCheck={false}
      aria-label={props.label}
      aria-required={node.required || undefined}
      aria-invalid={problem !== null}
      aria-describedby={described || undefined}
      data-testid={`q-${node.path}`}
      onKeyDown={props.onKeyDown}
      onFocus={(e) => {
        if (!props.plainInside) return;
        // Put there now and not by the next painting, which would undo what is selected after the focus came.
        putPlain(e.currentTarget, answer);
        setInside(true);
      }}
      onChange={(e) => {
        type(e.target.value);
        sheet.write(node.path, store(e.target.value), false);
      }}
      onBlur={() => {
        if (finish && raw !== null && finish(raw) !== answer) {
          sheet.write(node.path, finish(raw), true);
        }
        settle();
        setInside(false);
        sheet.leave(node.path);
      }}
    />
  );
}

/** A line that is covered while nobody asks to see it. */
export function MaskedLine(props: LineProps) {
  const { t } = useText();
  const [seen, setSeen] = useState(false);
  return (
    <div className="flex items-center gap-2">
      <Line {...props} masked={!seen} />
      <Button
        look="quiet"
        square
        aria-label={seen ? t("hide-answer") : t("show-answer")}
        icon={seen ? <EyeOff size={18} /> : <Eye size={18} />}
        onPress={() => setSeen(!seen)}
        testid={`q-${props.node.path}-see`}
      />
    </div>
  );
}
