import { type KeyboardEvent, useRef, useState } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { ChoiceTyping, matching } from "../parts/choice-words";
import { describedBy, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { AddFromList, isSearched } from "./list-field";
import { ChoiceChip, layoutProps } from "./one-field";

/** From here a box above many choices finds some of them. */
const FIND_FROM = 30;

const split = (answer: string) => answer.split(/\s+/).filter(Boolean);

/** Where an arrow key leads among so many choices. */
function stepped(key: string, at: number, count: number): number | null {
  if (key === "ArrowDown" || key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowUp" || key === "ArrowLeft") return (at + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/**
 * Several choices of a list. The list is one stop of Tab: arrows move in it, Space chooses, a digit
 * chooses by number, a letter goes to the words that begin with it.
 */
export function ManyField({ node }: { node: NodeView }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const ids = questionIds(node.path);
  const [filter, setFilter] = useState("");
  const [at, setAt] = useState(0);
  const typing = useRef(new ChoiceTyping());
  const list = useRef<HTMLFieldSetElement>(null);
  const chosen = split(answer);
  const fits = new Set(matching(node.choices, filter).map((choice) => choice.value));
  const shown = node.choices.filter((c) => fits.has(c.value) || chosen.includes(c.value));
  const stop = Math.min(at, shown.length - 1);

  const put = (values: string[]) => {
    const order = new Map(node.choices.map((choice, i) => [choice.value, i]));
    // A value that the list no longer has keeps its place at the end, and is reported by the form.
    const sorted = [...new Set(values)].sort(
      (a, b) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size),
    );
    sheet.write(node.path, sorted.join(" "), true);
  };
  const toggled = (values: string[], value: string) =>
    values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  const focusOn = (place: number) => {
    setAt(place);
    list.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]")[place]?.focus();
  };
  const hear = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || shown.length === 0) return;
    const step = stepped(event.key, stop, shown.length);
    if (step !== null) {
      event.preventDefault();
      focusOn(step);
      return;
    }
    const found = typing.current.hear(event.key, shown, stop, event.timeStamp);
    if (found === null) return;
    event.preventDefault();
    focusOn(found);
    const value = shown[found]?.value;
    if (/\p{Nd}/u.test(event.key) && !node.read_only && value !== undefined) {
      put(toggled(chosen, value));
    }
  };

  return (
    <>
      {isSearched(node) && <AddFromList node={node} onAdd={(value) => put([...chosen, value])} />}
      {node.choices.length >= FIND_FROM && (
        <input
          className="input mb-2"
          value={filter}
          placeholder={t("choose-filter")}
          aria-label={t("choose-filter")}
          onChange={(e) => setFilter(e.target.value)}
        />
      )}
      <fieldset
        {...layoutProps(node)}
        ref={list}
        aria-labelledby={ids.label}
        aria-describedby={describedBy(node, problem)}
        data-testid={`q-${node.path}`}
        onKeyDown={hear}
        onBlur={(e) => {
          if (!e.currentTarget.contains(e.relatedTarget)) sheet.leave(node.path);
        }}
      >
        {shown.map((choice, i) => (
          <ChoiceChip
            key={choice.value}
            node={node}
            choice={choice}
            at={i}
            look="check-chip"
            selected={chosen.includes(choice.value)}
          >
            <input
              type="checkbox"
              checked={chosen.includes(choice.value)}
              disabled={node.read_only}
              tabIndex={i === stop ? 0 : -1}
              onFocus={() => setAt(i)}
              onChange={() => put(toggled(chosen, choice.value))}
            />
          </ChoiceChip>
        ))}
      </fieldset>
    </>
  );
}
