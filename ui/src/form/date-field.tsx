import type { NodeView } from "../host";
import {
  briefDay,
  briefTime,
  day,
  inCalendar,
  today,
  typedBuddhistDay,
  typedDay,
  typedMonth,
  typedTime,
  typedYear,
} from "../locales/dates";
import { asciiDigits } from "../locales/digits";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { hasWord, questionIds, useAnswer, useSheet } from "./context";
import { Line } from "./line";

/** Calendars that a form may name, as the browser knows them. */
const calendars: Record<string, string> = {
  buddhist: "buddhist",
  ethiopian: "ethiopic",
  coptic: "coptic",
  islamic: "islamic-umalqura",
  persian: "persian",
};

interface Shape {
  show: (stored: string) => string;
  store: (typed: string) => string;
  /** What a short form means once the question is left. */
  finish: (typed: string) => string;
  placeholder: string;
}

const shownDay = (stored: string) => day(stored) || stored;
const storedDay = (typed: string) => typedDay(asciiDigits(typed)) ?? typed.trim();
const finishedDay = (typed: string) => briefDay(asciiDigits(typed)) ?? storedDay(typed);

const shownMonth = (stored: string) => day(stored).slice(3) || stored;
const storedMonth = (typed: string) => typedMonth(asciiDigits(typed)) ?? typed.trim();
const shownYear = (stored: string) => day(stored).slice(6) || stored;
const storedYear = (typed: string) => typedYear(asciiDigits(typed)) ?? typed.trim();

function useShape(node: NodeView): Shape {
  const { t } = useText();
  if (hasWord(node.appearance, "year")) {
    const store = storedYear;
    return { show: shownYear, store, finish: store, placeholder: t("year-shape") };
  }
  if (hasWord(node.appearance, "month-year")) {
    const store = storedMonth;
    return { show: shownMonth, store, finish: store, placeholder: t("month-shape") };
  }
  return { show: shownDay, store: storedDay, finish: finishedDay, placeholder: t("date-shape") };
}

export function DateField(props: { node: NodeView; label?: string }) {
  const { node } = props;
  const { t } = useText();
  const sheet = useSheet();
  const shape = useShape(node);
  const hint = `${questionIds(node.path).input}-understood`;
  const whole = shape.show === shownDay;
  const choose = (iso: string) => {
    sheet.write(node.path, iso, true);
    sheet.leave(node.path);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Line
        node={node}
        {...shape}
        inputMode="text"
        className="max-w-44"
        label={props.label}
        more={hint}
      />
      {whole && !node.read_only && !props.label && (
        <>
          {/* Not stops of Tab: `t` and `-1` in the box do the same. */}
          <Button
            excludeFromTabOrder
            onPress={() => choose(today())}
            testid={`q-${node.path}-today`}
          >
            {t("today")}
          </Button>
          <Button excludeFromTabOrder look="quiet" onPress={() => choose(today(1))}>
            {t("yesterday")}
          </Button>
        </>
      )}
      <span id={hint} aria-live="polite">
        <Understood node={node} short={Boolean(props.label)} onChoose={choose} />
      </span>
    </div>
  );
}

/** What was understood of a date: its weekday, its day in another calendar, or the era that is meant. */
function Understood(props: { node: NodeView; short: boolean; onChoose: (iso: string) => void }) {
  const { node, short, onChoose } = props;
  const { t, weekday, language } = useText();
  const answer = useAnswer(node);
  const common = typedBuddhistDay(asciiDigits(answer));
  if (common && !node.read_only) {
    return (
      <span className="flex flex-wrap items-center gap-2" data-testid={`q-${node.path}-era`}>
        <span className="muted">{t("buddhist-year", { day: day(common) })}</span>
        <Button onPress={() => onChoose(common)} testid={`q-${node.path}-common`}>
          {t("buddhist-take", { day: day(common) })}
        </Button>
      </span>
    );
  }
  if (!day(answer) || short) return null;
  const named = Object.keys(calendars).find((word) => hasWord(node.appearance, word));
  const other = named ? inCalendar(answer, calendars[named] ?? "", language) : "";
  const whole = !hasWord(node.appearance, "year") && !hasWord(node.appearance, "month-year");
  return (
    <span className="muted">
      {[whole ? weekday(answer) : "", other].filter(Boolean).join(" · ")}
    </span>
  );
}

/** XForms times carry seconds and an offset; people type and read hours and minutes. */
const shownTime = (stored: string) => /^(\d{2}:\d{2})/.exec(stored)?.[1] ?? stored;
const storedTime = (typed: string) => {
  const time = typedTime(asciiDigits(typed));
  return time ? `${time}:00` : typed.trim();
};
const finishedTime = (typed: string) => {
  const time = briefTime(asciiDigits(typed));
  return time ? `${time}:00` : storedTime(typed);
};

export function TimeField(props: { node: NodeView; label?: string }) {
  const { t } = useText();
  return (
    <Line
      node={props.node}
      store={storedTime}
      show={shownTime}
      finish={finishedTime}
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
const moment = (
  typed: string,
  dayOf: (text: string) => string | null,
  timeOf: (text: string) => string | null,
) => {
  const ascii = asciiDigits(typed).trim();
  const at = ascii.lastIndexOf(" ");
  const date = dayOf(ascii.slice(0, at));
  const time = timeOf(ascii.slice(at + 1));
  return at > 0 && date && time ? `${date}T${time}:00.000` : null;
};
const storedMoment = (typed: string) => moment(typed, typedDay, typedTime) ?? typed.trim();
const finishedMoment = (typed: string) => moment(typed, briefDay, briefTime) ?? storedMoment(typed);

export function MomentField(props: { node: NodeView; label?: string }) {
  const { t } = useText();
  return (
    <Line
      node={props.node}
      store={storedMoment}
      show={shownMoment}
      finish={finishedMoment}
      placeholder={t("moment-shape")}
      className="max-w-60"
      label={props.label}
    />
  );
}
