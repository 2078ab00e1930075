import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { host, type ThresholdRow, type ThresholdsView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

/** From which figures rules speak; whoever may set rules changes them. */
export function ThresholdsSection() {
  const { t } = useText();
  const asked = useAsk("thresholds", () => host().thresholds(), ["records"]);
  return (
    <Section name="thresholds" title={t("thresholds")} text={t("thresholds-text")}>
      <Answered asked={asked} rows={4}>
        {(view) => <Thresholds view={view} onSet={asked.put} />}
      </Answered>
    </Section>
  );
}

/** What each is called; one of a newer program has its name. */
const names: Record<string, string> = {
  late_days: "threshold-late-days",
  accident_late_days: "threshold-accident-late-days",
  session_people: "threshold-session-people",
  round_school_people: "threshold-round-school-people",
  disabled_session_percent: "threshold-disabled-session-percent",
  session_minutes_least: "threshold-session-minutes-least",
  session_minutes_most: "threshold-session-minutes-most",
  day_begins: "threshold-day-begins",
  day_ends: "threshold-day-ends",
  accuracy_metres: "threshold-accuracy-metres",
  province_metres: "threshold-province-metres",
  province_metres_most: "threshold-province-metres-most",
  commune_metres: "threshold-commune-metres",
  village_metres: "threshold-village-metres",
  village_metres_far: "threshold-village-metres-far",
  village_metres_most: "threshold-village-metres-most",
  position_decimals: "threshold-position-decimals",
  office_metres: "threshold-office-metres",
  shift_metres_least: "threshold-shift-metres-least",
  shift_metres_most: "threshold-shift-metres-most",
  shift_positions: "threshold-shift-positions",
  stacked_villages: "threshold-stacked-villages",
  start_minutes: "threshold-start-minutes",
  probable_points: "threshold-probable-points",
  possible_points: "threshold-possible-points",
  alike_people: "threshold-alike-people",
  listed_percent: "threshold-listed-percent",
  disabled_people: "threshold-disabled-people",
  disabled_percent: "threshold-disabled-percent",
  sessions_a_day: "threshold-sessions-a-day",
  speed_kmh: "threshold-speed-kmh",
  first_times: "threshold-first-times",
  first_days: "threshold-first-days",
  grant_days: "threshold-grant-days",
  overdue_days: "threshold-overdue-days",
  contact_days: "threshold-contact-days",
  entry_seconds: "threshold-entry-seconds",
  alike_entries: "threshold-alike-entries",
  alike_minutes: "threshold-alike-minutes",
  rounded_sessions: "threshold-rounded-sessions",
  rounded_percent: "threshold-rounded-percent",
  hazard_days: "threshold-hazard-days",
  cash_at_once: "threshold-cash-at-once",
  holidays: "threshold-holidays",
  projects: "threshold-projects",
  teams: "threshold-teams",
  offices: "threshold-offices",
};
const keyOf = (name: string) => names[name] ?? name;

function Thresholds(props: { view: ThresholdsView; onSet: (view: ThresholdsView) => void }) {
  const { view } = props;
  const { t } = useText();
  const tell = useTell();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const changed = view.rows.filter((row) => (typed[row.name] ?? row.value) !== row.value);
  const wrong = changed.filter((row) => !fits(row, typed[row.name] ?? ""));
  const { busy, fault, run } = useWork(async () => {
    const set = changed.map((row) => ({ name: row.name, text: typed[row.name] ?? "" }));
    props.onSet(await host().setThresholds(set));
    setTyped({});
    tell(t("thresholds-set"));
  });
  return (
    <form onSubmit={(event) => void run(event)} className="flex flex-col gap-3">
      <p className="muted">{t("thresholds-teams", { teams: view.teams.join(", ") })}</p>
      {view.differs && (
        <p className="banner" data-tone="warn">
          {t("thresholds-differ")}
        </p>
      )}
      <div role="status">
        {(view.looking || view.waiting > 0) && (
          <p className="msg" data-testid="thresholds-waiting">
            {t("thresholds-waiting")}
          </p>
        )}
      </div>
      {view.rows.map((row) => (
        <Row
          key={row.name}
          row={row}
          value={typed[row.name] ?? row.value}
          may={view.may_change}
          isWrong={wrong.includes(row)}
          onType={(text) => setTyped((before) => ({ ...before, [row.name]: text }))}
        />
      ))}
      {fault && <FaultPanel fault={fault} />}
      {view.may_change && (
        <Button
          type="submit"
          look="primary"
          isDisabled={busy || changed.length === 0 || wrong.length > 0}
          testid="thresholds-save"
        >
          {t("thresholds-save")}
        </Button>
      )}
      {view.history.length > 0 && <History view={view} />}
    </form>
  );
}

function Row(props: {
  row: ThresholdRow;
  value: string;
  may: boolean;
  isWrong: boolean;
  onType: (text: string) => void;
}) {
  const { row, value, may, isWrong, onType } = props;
  const { t, number } = useText();
  const id = `threshold-${row.name}`;
  const usual = row.least === null ? "" : number(Number(row.usual));
  const common = {
    id,
    className: row.least === null ? "input" : "input max-w-40",
    value,
    readOnly: !may,
    "aria-invalid": isWrong || undefined,
    "aria-describedby": `${id}-about`,
    "data-testid": id,
  };
  return (
    <div>
      <label className="label" htmlFor={id}>
        {t(keyOf(row.name))}
      </label>
      <span className="flex flex-wrap items-start gap-2">
        {row.least === null ? (
          <textarea {...common} rows={3} onChange={(event) => onType(event.target.value)} />
        ) : (
          <input
            {...common}
            inputMode="numeric"
            autoComplete="off"
            onChange={(event) => onType(event.target.value)}
          />
        )}
        {may && value !== row.usual && (
          <Button
            icon={<RotateCcw size={18} />}
            onPress={() => onType(row.usual)}
            testid={`${id}-usual`}
          >
            {t("threshold-usual-do")}
          </Button>
        )}
      </span>
      <span
        id={`${id}-about`}
        className={isWrong ? "msg" : "muted block"}
        data-tone={isWrong ? "bad" : undefined}
      >
        {isWrong && row.least !== null && row.most !== null
          ? t("threshold-wrong", { least: number(row.least) ?? "", most: number(row.most) ?? "" })
          : row.least === null
            ? t(likeOf(row.name))
            : t("threshold-usual", { rule: row.rule, usual: usual ?? "" })}
      </span>
    </div>
  );
}

/** What a line of each is like. */
const likes: Record<string, string> = {
  holidays: "threshold-holidays-like",
  projects: "threshold-projects-like",
  teams: "threshold-teams-like",
  offices: "threshold-offices-like",
};
const likeOf = (name: string) => likes[name] ?? "threshold-cash-like";

/** Whether a number is one that may be set; of lines only the program can say. */
function fits(row: ThresholdRow, text: string): boolean {
  if (row.least === null || row.most === null) return true;
  const isWhole = /^\d+$/.test(text.trim());
  return isWhole && Number(text) >= row.least && Number(text) <= row.most;
}

function History({ view }: { view: ThresholdsView }) {
  const { t } = useText();
  return (
    <section aria-labelledby="thresholds-history">
      <h3 id="thresholds-history">{t("thresholds-history")}</h3>
      <ul className="rows" data-testid="thresholds-history">
        {view.history.map((change) => (
          <li key={`${change.at} ${change.name} ${change.to}`} className="py-1">
            <span className="block">
              {t(keyOf(change.name))}: {change.from || "–"} → {change.to || "–"}
            </span>
            <span className="muted">
              {[change.who, moment(change.at)].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
