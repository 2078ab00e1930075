import { type KeyboardEvent, type ReactNode, useRef } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { ChoiceSearch } from "../parts/choice-search";
import { ChoiceTyping, digitOf } from "../parts/choice-words";
import { asksToSearch, isBare, isQuick, layoutOf } from "./appearance";
import { describedBy, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { FormPicture } from "./form-picture";
import { isSearched, ListField } from "./list-field";

/** One choice of a list: seen whole, or found by typing. */
export function OneField(props: SearchedProps) {
  const { node, label } = props;
  if (isSearched(node)) return <ListField node={node} label={label} onNext={props.onNext} />;
  return props.compact || asksToSearch(node) ? <Searched {...props} /> : <Seen node={node} />;
}

interface SearchedProps {
  node: NodeView;
  /** It stands in a row of a repeat, where `label` names it. */
  compact?: boolean;
  label?: string;
  /** What Enter does after it has chosen, instead of going on. */
  onNext?: () => void;
}

function Searched(props: SearchedProps) {
  const { node } = props;
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  return (
    <ChoiceSearch
      id={questionIds(node.path).input}
      label={props.label}
      choices={node.choices}
      value={answer}
      readOnly={node.read_only}
      required={node.required}
      invalid={problem !== null}
      describedBy={describedBy(node, problem)}
      placeholder={props.compact ? t("choose") : t("choose-type")}
      testid={`q-${node.path}`}
      onChange={(value) => sheet.write(node.path, value, true)}
      onLeave={() => sheet.leave(node.path)}
      onNext={props.onNext ?? sheet.goOn}
    />
  );
}

/** Attributes of the group that lay its choices out. */
export function layoutProps(node: NodeView) {
  const layout = layoutOf(node);
  const columns = layout.kind === "columns" && layout.columns > 0 ? layout.columns : undefined;
  return {
    className: "chips",
    "data-layout": layout.kind,
    "data-bare": isBare(node) || undefined,
    style: columns ? { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` } : undefined,
  };
}

function Seen({ node }: { node: NodeView }) {
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const ids = questionIds(node.path);
  const typing = useRef(new ChoiceTyping());
  const group = useRef<HTMLDivElement>(null);
  /** The arrow keys choose in passing; only another choice is meant to go on. */
  const passing = useRef(false);
  const quick = isQuick(node);
  const choose = (value: string) => {
    if (node.read_only) return;
    sheet.write(node.path, value, true);
    if (quick && !passing.current) setTimeout(sheet.goOn);
  };
  const hear = (event: KeyboardEvent) => {
    passing.current = event.key.startsWith("Arrow");
    if (node.read_only || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Backspace" || event.key === "Delete") {
      // An answer that is not required can be taken back.
      sheet.write(node.path, "", true);
      return;
    }
    const from = node.choices.findIndex((choice) => choice.value === answer);
    const found = typing.current.hear(event.key, node.choices, from, event.timeStamp);
    const choice = found === null ? undefined : node.choices[found];
    if (!choice) return;
    event.preventDefault();
    group.current?.querySelectorAll("input")[found ?? 0]?.focus();
    choose(choice.value);
  };
  return (
    <div
      {...layoutProps(node)}
      ref={group}
      role="radiogroup"
      aria-labelledby={ids.label}
      aria-describedby={describedBy(node, problem)}
      aria-required={node.required || undefined}
      aria-readonly={node.read_only || undefined}
      aria-invalid={problem !== null}
      data-testid={`q-${node.path}`}
      onKeyDown={hear}
      onPointerDown={() => {
        passing.current = false;
      }}
      onBlur={(e) => {
        if (!e.currentTarget.contains(e.relatedTarget)) sheet.leave(node.path);
      }}
    >
      {node.choices.map((choice, i) => (
        <ChoiceChip
          key={choice.value}
          node={node}
          choice={choice}
          at={i}
          look="radio-chip"
          selected={choice.value === answer}
        >
          <input
            type="radio"
            name={ids.input}
            checked={choice.value === answer}
            onChange={() => choose(choice.value)}
          />
          <span className="radio-dot" aria-hidden />
        </ChoiceChip>
      ))}
    </div>
  );
}

/** One choice to press: its control, its words and the digit that chooses it. */
export function ChoiceChip(props: {
  node: NodeView;
  choice: NodeView["choices"][number];
  at: number;
  look: "radio-chip" | "check-chip";
  selected: boolean;
  children: ReactNode;
}) {
  const { choice } = props;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is handed in
    <label
      className={props.look}
      data-selected={props.selected || undefined}
      data-pictured={choice.image !== "" || undefined}
      data-testid={`q-${props.node.path}-${choice.value}`}
    >
      {props.children}
      <ChipWords choice={choice} />
      <ChipNumber at={props.at} />
    </label>
  );
}

/** What a choice is called, below its picture where it has one. */
function ChipWords({ choice }: { choice: NodeView["choices"][number] }) {
  return (
    <span className="chip-words">
      {choice.image && <FormPicture name={choice.image} alt="" small />}
      {choice.label}
    </span>
  );
}

/** The digit that chooses it; seen while the keyboard is in the question. */
function ChipNumber({ at }: { at: number }) {
  const digit = digitOf(at);
  return (
    digit && (
      <span className="chip-number" aria-hidden>
        {digit}
      </span>
    )
  );
}
