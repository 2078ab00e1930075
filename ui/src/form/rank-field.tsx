import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { NodeView } from "../host";
import { asciiDigits } from "../locales/digits";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { describedBy, questionIds, useAnswer, useProblem, useSheet } from "./context";

/** The choices in the order of the answer; those that it does not name follow in the form's order. */
export function ranked(node: NodeView, answer: string): NodeView["choices"] {
  const named = answer.split(/\s+/).filter(Boolean);
  const place = new Map(named.map((value, i) => [value, i]));
  const at = (value: string) => place.get(value) ?? named.length;
  return [...node.choices].sort((a, b) => at(a.value) - at(b.value));
}

/** Where a key moves the choice at a place to; null when it moves none. */
export function movedTo(event: KeyboardEvent, at: number, count: number): number | null {
  const place = Number(asciiDigits(event.key));
  if (/^\p{Nd}$/u.test(event.key)) return place >= 1 && place <= count ? place - 1 : null;
  if (!event.shiftKey) return null;
  const to: Record<string, number> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: count - 1,
  };
  const moved = to[event.key];
  return moved === undefined ? null : Math.min(Math.max(moved, 0), count - 1);
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowUp: (at) => Math.max(at - 1, 0),
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * All choices put in an order. Arrows move among them; with Shift they move the choice itself, a
 * digit moves it to that place. Space takes the order as it stands.
 */
export function RankField({ node }: { node: NodeView }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const order = ranked(node, answer);
  const put = (next: NodeView["choices"]) =>
    sheet.write(node.path, next.map((choice) => choice.value).join(" "), true);
  const move = (from: number, to: number) => {
    const choice = order[from];
    if (!choice || node.read_only || to < 0 || to >= order.length) return;
    const rest = order.filter((one) => one !== choice);
    put([...rest.slice(0, to), choice, ...rest.slice(to)]);
    setAt(to);
    setSaid(t("rank-said", { choice: choice.label, place: to + 1, all: order.length }));
    focusOn(to);
  };
  // The rows are keyed by choice, so that the focus would go along with the choice or stay behind.
  const focusOn = (place: number) =>
    setTimeout(() => {
      list.current?.querySelectorAll<HTMLElement>("[data-rank]")[place]?.focus();
    });
  const hear = (event: KeyboardEvent, place: number) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = movedTo(event, place, order.length);
    const step = steps[event.key];
    if (to !== null) move(place, to);
    else if (event.key === " ") put(order);
    else if (step) {
      const next = step(place, order.length);
      setAt(next);
      focusOn(next);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <ol
        ref={list}
        className="rank"
        aria-labelledby={questionIds(node.path).label}
        aria-describedby={describedBy(node, problem)}
        data-answered={answer !== "" || undefined}
        data-testid={`q-${node.path}`}
        onBlur={(e) => {
          if (!e.currentTarget.contains(e.relatedTarget)) sheet.leave(node.path);
        }}
      >
        {order.map((choice, i) => (
          <li key={choice.value} data-testid={`q-${node.path}-${choice.value}`}>
            <button
              type="button"
              className="rank-words"
              data-rank
              tabIndex={i === at ? 0 : -1}
              aria-label={t("rank-place", {
                choice: choice.label,
                place: i + 1,
                all: order.length,
              })}
              onFocus={() => setAt(i)}
              onKeyDown={(e) => hear(e, i)}
            >
              <span className="rank-place" aria-hidden>
                {answer === "" ? "–" : i + 1}
              </span>
              <span className="flex-1 text-left">{choice.label}</span>
            </button>
            {!node.read_only && (
              <>
                <Button
                  look="quiet"
                  square
                  excludeFromTabOrder
                  isDisabled={i === 0}
                  aria-label={t("rank-up", { choice: choice.label })}
                  icon={<ChevronUp size={18} />}
                  onPress={() => move(i, i - 1)}
                  testid={`q-${node.path}-${choice.value}-up`}
                />
                <Button
                  look="quiet"
                  square
                  excludeFromTabOrder
                  isDisabled={i === order.length - 1}
                  aria-label={t("rank-down", { choice: choice.label })}
                  icon={<ChevronDown size={18} />}
                  onPress={() => move(i, i + 1)}
                  testid={`q-${node.path}-${choice.value}-down`}
                />
              </>
            )}
          </li>
        ))}
      </ol>
      {answer === "" && !node.read_only && (
        <Button className="mt-2" onPress={() => put(order)} testid={`q-${node.path}-take`}>
          {t("rank-take")}
        </Button>
      )}
      <p className="only-spoken" aria-live="polite">
        {said}
      </p>
    </>
  );
}
