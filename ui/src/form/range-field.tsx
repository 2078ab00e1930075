import type { KeyboardEvent } from "react";
import type { NodeView, RangeView } from "../host";
import { typedNumber } from "../locales/digits";
import { useText } from "../locales/text";
import { ChoiceSearch } from "../parts/choice-search";
import { describedBy, hasWord, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { Line, same } from "./line";
import { NumberField } from "./number-field";
import { OneField } from "./one-field";

/** More values than these are no list and have no marks along the slider. */
const LISTED_MAX = 1000;
const MARKS_MAX = 21;

export interface Scale {
  start: number;
  end: number;
  /** Positive; the scale goes down when its end is below its start. */
  step: number;
  /** Decimals that its values are written with. */
  decimals: number;
}

/** A range as numbers; null when the form does not say one that can be walked. */
export function scaleOf(range: RangeView | null): Scale | null {
  if (!range) return null;
  const [start, end, step] = [Number(range.start), Number(range.end), Math.abs(Number(range.step))];
  if (![start, end, step].every(Number.isFinite) || step === 0 || start === end) return null;
  const decimals = Math.max(
    ...[range.start, range.step].map((text) => text.split(".")[1]?.length ?? 0),
  );
  return { start, end, step, decimals };
}

/** The values of a scale from its start to its end, as they are stored. */
export function valuesOf(scale: Scale): string[] {
  const count = Math.floor(Math.abs(scale.end - scale.start) / scale.step + 1e-9) + 1;
  const way = scale.end > scale.start ? 1 : -1;
  return Array.from({ length: Math.min(count, LISTED_MAX) }, (_, i) =>
    (scale.start + way * i * scale.step).toFixed(scale.decimals),
  );
}

/** A number between two ends: a slider with a box, stars, or a list to pick from. */
export function RangeField(props: { node: NodeView; label?: string }) {
  const { node, label } = props;
  const scale = scaleOf(node.range);
  if (!scale || label) return <NumberField {...props} className={label ? "" : undefined} />;
  if (hasWord(node.appearance, "picker")) return <Picker node={node} scale={scale} />;
  if (hasWord(node.appearance, "rating")) return <Rating node={node} scale={scale} />;
  return <Slider node={node} scale={scale} />;
}

function Picker({ node, scale }: { node: NodeView; scale: Scale }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  return (
    <div className="max-w-44">
      <ChoiceSearch
        id={questionIds(node.path).input}
        choices={listOf(node.range, scale)}
        value={answer}
        readOnly={node.read_only}
        required={node.required}
        invalid={problem !== null}
        describedBy={describedBy(node, problem)}
        placeholder={t("choose")}
        testid={`q-${node.path}`}
        onChange={(value) => sheet.write(node.path, value, true)}
        onLeave={() => sheet.leave(node.path)}
      />
    </div>
  );
}

const lists = new WeakMap<RangeView, { value: string; label: string }[]>();

/** The values as choices; the same list for the same range, so that it is compared only once. */
function listOf(range: RangeView | null, scale: Scale) {
  const made =
    (range && lists.get(range)) ?? valuesOf(scale).map((value) => ({ value, label: value }));
  if (range) lists.set(range, made);
  return made;
}

/** Stars from the first value to the last. */
function Rating({ node, scale }: { node: NodeView; scale: Scale }) {
  const choices = valuesOf(scale).map((value) => ({ value, label: `${value} ★`, image: "" }));
  const seen = { ...node, kind: "select_one", appearance: "columns-pack no-buttons", choices };
  return <OneField node={seen} />;
}

function Slider({ node, scale }: { node: NodeView; scale: Scale }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const [low, high] = scale.start < scale.end ? [scale.start, scale.end] : [scale.end, scale.start];
  const hinted = node.range?.placeholder ? Number(node.range.placeholder) : Number.NaN;
  const rest = Number.isFinite(hinted) ? Math.min(Math.max(hinted, low), high) : low;
  const now = answer !== "" && Number.isFinite(Number(answer)) ? Number(answer) : null;
  const put = (value: number, atOnce: boolean) => {
    const held = Math.min(Math.max(value, low), high);
    sheet.write(node.path, held.toFixed(scale.decimals), atOnce);
  };
  const hear = (event: KeyboardEvent) => {
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (way === 0 || event.altKey || node.read_only) return;
    event.preventDefault();
    put(now === null ? rest : now + way * scale.step, true);
  };
  const marks = hasWord(node.appearance, "no-ticks") ? [] : valuesOf(scale);
  const down = scale.start > scale.end;
  return (
    <div className="range" data-vertical={hasWord(node.appearance, "vertical") || undefined}>
      <Line
        node={node}
        store={typedNumber}
        show={same}
        inputMode="decimal"
        className="range-box"
        placeholder={node.range?.placeholder || "–"}
        onKeyDown={hear}
      />
      <div className="range-scale">
        {/* The box is the stop of Tab: its arrows move the slider as well. */}
        <input
          type="range"
          className="range-slider"
          tabIndex={-1}
          min={low}
          max={high}
          step={scale.step}
          value={now ?? rest}
          disabled={node.read_only}
          dir={down ? "rtl" : undefined}
          data-empty={now === null || undefined}
          aria-label={t("range-slider", { question: node.label })}
          aria-valuetext={answer === "" ? t("no-answer") : answer}
          data-testid={`q-${node.path}-slider`}
          onChange={(e) => put(Number(e.target.value), false)}
          onPointerUp={(e) => now === null && put(Number(e.currentTarget.value), true)}
          onBlur={() => sheet.leave(node.path)}
        />
        {marks.length > 1 && marks.length <= MARKS_MAX && (
          <div className="range-marks" aria-hidden>
            {marks.map((mark) => (
              <span key={mark} />
            ))}
          </div>
        )}
        <div className="range-ends" aria-hidden>
          <span>{node.range?.start}</span>
          <span>{node.range?.end}</span>
        </div>
      </div>
    </div>
  );
}
