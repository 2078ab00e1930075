import { TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import {
  host,
  type NodeView,
  type PositionAsk,
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
import { OnMap } from "./on-map";
import { FromReceiver } from "./receiver";
import { nodeAt } from "./walk";

/** The stored shape of a position: latitude, longitude, and perhaps height and accuracy. */
const STORED = /^(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)(?: -?\d+(?:\.\d+)?){0,2}$/;

const shownPoint = (stored: string) => {
  const [, lat, lon] = STORED.exec(stored) ?? [];
  return lat && lon && Math.abs(Number(lat)) <= 90 ? `${lat}, ${lon}` : stored;
};

/** Codes of degrees and grids of Indian 1960, as the question beside a position stores them. */
const OLD_GRIDS = ["4131", "3148", "3149"];

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
  const ask = (text: string, old: boolean): PositionAsk => {
    return { text, datum: old ? "indian1960" : "wgs84", zone: null, language };
  };
  const read = async (asked: PositionAsk): Promise<PositionView | null> => {
    last.current += 1;
    const mine = last.current;
    const view = await host()
      .readPosition(asked)
      .catch(() => null);
    if (mine !== last.current) return null;
    setView(view);
    return view;
  };
  return { view, ask, read, forget };
}

/** What the questions beside a position say of how it was given: the text as typed, and whether from an old map. */
function useGiven(path: string) {
  const sheet = useSheet();
  const group = path.slice(0, path.lastIndexOf("/") + 1);
  return () => {
    const said = (name: string) => nodeAt(sheet.view.sections, `${group}${name}`)?.value ?? "";
    return { text: said("coord_input"), old: OLD_GRIDS.includes(said("coord_epsg")) };
  };
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
  const { view, ask, read, forget } = useReading();
  const kept = useGiven(node.path);
  const [old, setOld] = useState(() => kept().old);
  const given = useRef("");
  const typing = useRef(false);
  const epoch = useRef(sheet.epoch);
  useEffect(() => {
    // Undo and redo: what was understood belongs to another answer.
    if (epoch.current === sheet.epoch) return;
    epoch.current = sheet.epoch;
    given.current = "";
    setOld(kept().old);
    forget();
  });

  const understand = async (typed: string, isOld: boolean) => {
    const asked = ask(typed, isOld);
    const seen = await read(asked);
    const [only, ...others] = seen?.readings ?? [];
    if (!seen) return;
    // An answer that comes after the question was left does not open it again.
    const atOnce = !typing.current;
    if (only && others.length === 0) sheet.writePosition(node.path, only.stored, asked, atOnce);
    else sheet.write(node.path, asTyped(typed), atOnce);
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
    sheet.writePosition(node.path, reading.stored, ask(given.current, old), true);
    leave();
  };
  const measure = async (isOld: boolean) => {
    setOld(isOld);
    if (given.current.trim() === "") {
      // What was typed before counts if it is the position: what is stored is WGS 84 already.
      const { text } = kept();
      const was = text === "" ? null : await read(ask(text, old));
      forget();
      if (!was?.readings.some((reading) => reading.stored === answer)) return;
      given.current = text;
    }
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
              onChange={(e) => void measure(e.target.checked)}
            />
            <span>{t("position-old")}</span>
          </label>
        )}
        {!node.read_only && <OnMap node={node} onTaken={measured} />}
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
