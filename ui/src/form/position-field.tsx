import { TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import {
  host,
  type NodeView,
  type PositionFormat,
  type PositionReading,
  type PositionView,
} from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import {
  describedBy,
  questionIds,
  useAnswer,
  useProblem,
  useSheet,
  useTypedText,
  useWasLeft,
} from "./context";
import { FromReceiver } from "./receiver";

/** The stored shape of a position: latitude, longitude, and perhaps height and accuracy. */
const STORED = /^(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)(?: -?\d+(?:\.\d+)?){0,2}$/;

const shownPoint = (stored: string) => {
  const [, lat, lon] = STORED.exec(stored) ?? [];
  return lat && lon && Math.abs(Number(lat)) <= 90 ? `${lat}, ${lon}` : stored;
};

/** What was typed, so that figures alone (`13 06 103 12`) are never taken for a stored position. */
const asTyped = (text: string) =>
  /^[-\p{Nd}.\s]+$/u.test(text) ? text.trim().replace(/\s+/g, ", ") : text.trim();

/** Asks what is understood of a text, and forgets every answer but the one to the last ask. */
function useReading() {
  const { language } = useText();
  const [view, setView] = useState<PositionView | null>(null);
  const last = useRef(0);
  const forget = () => {
    last.current += 1;
    setView(null);
  };
  const read = async (text: string, old: boolean): Promise<PositionView | null> => {
    last.current += 1;
    const mine = last.current;
    const datum = old ? "indian1960" : "wgs84";
    const view = await host()
      .readPosition({ text, datum, zone: null, language })
      .catch(() => null);
    if (mine !== last.current) return null;
    setView(view);
    return view;
  };
  return { view, read, forget };
}

/**
 * One box for a position in any format. The draft gets what was understood as soon as there is no
 * doubt about it, and what was typed as long as there is.
 */
export function PositionField({ node, label }: { node: NodeView; label?: string }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const left = useWasLeft(node.path);
  const { text, type, settle } = useTypedText(answer, shownPoint);
  const { view, read, forget } = useReading();
  const [old, setOld] = useState(false);
  const given = useRef("");
  const typing = useRef(false);
  const epoch = useRef(sheet.epoch);
  useEffect(() => {
    // Undo and redo: what was understood belongs to another answer.
    if (epoch.current === sheet.epoch) return;
    epoch.current = sheet.epoch;
    given.current = "";
    forget();
  });

  const understand = async (typed: string, isOld: boolean) => {
    const seen = await read(typed, isOld);
    const [only, ...others] = seen?.readings ?? [];
    if (!seen) return;
    const answer = only && others.length === 0 ? only.stored : asTyped(typed);
    // An answer that comes after the question was left does not open it again.
    sheet.write(node.path, answer, !typing.current);
  };
  const change = (typed: string) => {
    given.current = typed;
    typing.current = true;
    type(typed);
    sheet.write(node.path, asTyped(typed), false);
    if (typed.trim() === "") forget();
    else void understand(typed, old);
  };
  const leave = () => {
    typing.current = false;
    settle();
    sheet.leave(node.path);
  };
  const choose = (reading: PositionReading) => {
    sheet.write(node.path, reading.stored, true);
    leave();
  };
  const measure = (isOld: boolean) => {
    setOld(isOld);
    // Only what was typed here can be measured anew: what is stored is WGS 84 already.
    if (given.current.trim() === "") return;
    void understand(given.current, isOld);
  };

  const measured = () => {
    given.current = "";
    forget();
    leave();
  };

  const ids = questionIds(node.path);
  const understoodId = `${ids.input}-understood`;
  return (
    <div className="q-position">
      <div className="flex flex-wrap items-center gap-2">
        <input
          id={ids.input}
          className="input max-w-80"
          value={text}
          readOnly={node.read_only}
          placeholder={t("point-shape")}
          autoComplete="off"
          spellCheck={false}
          aria-label={label}
          aria-required={node.required || undefined}
          aria-invalid={problem !== null}
          aria-describedby={[describedBy(node, problem), understoodId].filter(Boolean).join(" ")}
          data-testid={`q-${node.path}`}
          onChange={(e) => change(e.target.value)}
          onKeyDown={(e: KeyboardEvent) => e.key === "Enter" && leave()}
          onBlur={leave}
        />
        {!node.read_only && (
          <label className="check-chip" data-selected={old || undefined}>
            <input
              type="checkbox"
              checked={old}
              data-testid={`old-${node.path}`}
              onChange={(e) => measure(e.target.checked)}
            />
            <span>{t("position-old")}</span>
          </label>
        )}
      </div>
      {!node.read_only && <FromReceiver node={node} onMeasured={measured} />}
      <div aria-live="polite" id={understoodId} data-testid={`understood-${node.path}`}>
        {view && <Understood view={view} left={left} path={node.path} choose={choose} />}
      </div>
    </div>
  );
}

const readAs: Record<PositionFormat, string> = {
  decimal_degrees: "position-decimal-degrees",
  degrees_minutes: "position-degrees-minutes",
  degrees_minutes_seconds: "position-degrees-minutes-seconds",
  utm: "position-utm",
  mgrs: "position-mgrs",
};

/** What was understood; what is odd about it comes only once the question was left. */
function Understood(props: {
  view: PositionView;
  left: boolean;
  path: string;
  choose: (reading: PositionReading) => void;
}) {
  const { view, left, path, choose } = props;
  const { t } = useText();
  const [first, ...others] = view.readings;
  if (!first) return left && view.problem ? <Odd tone="warn" text={view.problem} /> : null;
  if (others.length > 0) {
    return (
      <>
        <p className="hint">{t("position-ways", { count: view.readings.length })}</p>
        <div className="flex flex-wrap gap-2">
          {view.readings.map((reading, index) => (
            <Button
              key={`${reading.understood} ${reading.stored}`}
              onPress={() => choose(reading)}
              testid={`way-${path}-${index}`}
            >
              {t("position-way", { words: reading.understood, point: reading.decimal_degrees })}
            </Button>
          ))}
        </div>
      </>
    );
  }
  return (
    <>
      <p className="hint">
        <span className="block">{t(readAs[first.format], { words: first.understood })}</span>
        <span className="block">
          {t("position-here", { point: first.decimal_degrees, count: first.accuracy_m })}
        </span>
        {first.datum === "indian1960" && <span className="block">{t("position-brought")}</span>}
      </p>
      {left &&
        first.warnings.map((warning) => (
          <Odd
            key={`${warning.rule} ${warning.text}`}
            tone={warning.severity === "error" ? "bad" : "warn"}
            text={warning.text}
          />
        ))}
    </>
  );
}

function Odd(props: { tone: "bad" | "warn"; text: string }) {
  return (
    <p className="msg q-problem" data-tone={props.tone}>
      <TriangleAlert size={17} aria-hidden />
      <span>{props.text}</span>
    </p>
  );
}
