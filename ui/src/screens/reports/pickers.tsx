import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { host, type ReportChoice } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { DayInput } from "../../parts/day-input";
import { useAsk } from "../../parts/use-ask";
import { around, type Kind, kinds, type Period, step } from "./period";

/** What tells rows apart, and its words. */
const levels = [
  ["country", "report-by-country"],
  ["province", "report-by-province"],
  ["district", "report-by-district"],
  ["commune", "report-by-commune"],
  ["village", "report-by-village"],
  ["project", "report-by-project"],
  ["team", "report-by-team"],
  ["month", "report-by-month"],
] as const;

const periods: Record<Kind, string> = {
  month: "report-period-month",
  quarter: "report-period-quarter",
  year: "report-period-year",
  days: "report-period-days",
};

interface Props {
  choices: ReportChoice[];
  name: string;
  setName: (name: string) => void;
  by: string;
  setBy: (by: string) => void;
  place: string;
  setPlace: (place: string) => void;
  project: string;
  setProject: (project: string) => void;
  period: Period;
  setPeriod: (period: Period) => void;
}

/** Which report, of which time and place, and what tells its rows apart. */
export function Pickers(props: Props) {
  const { t } = useText();
  const put = props.choices.filter((choice) => !choice.is_indicator);
  const single = props.choices.filter((choice) => choice.is_indicator);
  return (
    <div className="report-pickers" role="group" aria-label={t("report-pickers")}>
      <Choice label={t("report")} testid="report-name" value={props.name} set={props.setName}>
        <optgroup label={t("report-put-together")}>
          {put.map((choice) => (
            <option key={choice.name} value={choice.name}>
              {choice.title}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("report-indicators")}>
          {single.map((choice) => (
            <option key={choice.name} value={choice.name}>
              {t("report-indicator", { id: choice.name, title: choice.title })}
            </option>
          ))}
        </optgroup>
      </Choice>
      <PeriodPicker period={props.period} set={props.setPeriod} />
      <Choice label={t("report-by")} testid="report-by" value={props.by} set={props.setBy}>
        {levels.map(([level, words]) => (
          <option key={level} value={level}>
            {t(words)}
          </option>
        ))}
      </Choice>
      <Places place={props.place} set={props.setPlace} />
      <Project project={props.project} set={props.setProject} />
    </div>
  );
}

function Choice(props: {
  label: string;
  testid: string;
  value: string;
  set: (value: string) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="report-picker">
      <label className="hint" htmlFor={id}>
        {props.label}
      </label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(event) => props.set(event.target.value)}
        data-testid={props.testid}
      >
        {props.children}
      </select>
    </div>
  );
}

function PeriodPicker({ period, set }: { period: Period; set: (period: Period) => void }) {
  const { t } = useText();
  return (
    <>
      <Choice
        label={t("period")}
        testid="report-period"
        value={period.kind}
        set={(kind) =>
          set(kind === "days" ? { ...period, kind } : around(kind as Kind, period.from))
        }
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(periods[kind])}
          </option>
        ))}
      </Choice>
      {period.kind === "days" ? (
        <>
          <DayInput
            className="report-picker"
            label={t("period-first-day")}
            iso={period.from}
            onDay={(from) => from && set({ ...period, from })}
            always
          />
          <DayInput
            className="report-picker"
            label={t("period-last-day")}
            iso={period.to}
            onDay={(to) => to && set({ ...period, to })}
            always
          />
        </>
      ) : (
        <div className="report-steps">
          <Button
            square
            aria-label={t("report-earlier")}
            icon={<ChevronLeft size={18} aria-hidden />}
            onPress={() => set(step(period, -1))}
            testid="report-earlier"
          />
          <span className="num" data-testid="report-days">
            {t("period-between", { from: day(period.from), to: day(period.to) })}
          </span>
          <Button
            square
            aria-label={t("report-later")}
            icon={<ChevronRight size={18} aria-hidden />}
            onPress={() => set(step(period, 1))}
            testid="report-later"
          />
        </div>
      )}
    </>
  );
}

/** A province that records name, then a district of it. */
function Places({ place, set }: { place: string; set: (place: string) => void }) {
  const { t } = useText();
  const [adm1, adm2] = place.split("/");
  const provinces = useAsk("report-provinces", () => host().recordPlaces(null, null));
  const districts = useAsk(`report-districts ${adm1}`, () =>
    adm1 ? host().recordPlaces(adm1, null) : Promise.resolve([]),
  );
  return (
    <>
      <Choice label={t("report-by-province")} testid="report-province" value={adm1 ?? ""} set={set}>
        <option value="">{t("place-any")}</option>
        {(provinces.data ?? []).map((one) => (
          <option key={one.code} value={one.code}>
            {one.label}
          </option>
        ))}
      </Choice>
      {adm1 && (districts.data ?? []).length > 0 && (
        <Choice
          label={t("report-by-district")}
          testid="report-district"
          value={adm2 ?? ""}
          set={(code) => set(code ? `${adm1}/${code}` : adm1)}
        >
          <option value="">{t("place-any")}</option>
          {(districts.data ?? []).map((one) => (
            <option key={one.code} value={one.code}>
              {one.label}
            </option>
          ))}
        </Choice>
      )}
    </>
  );
}

function Project({ project, set }: { project: string; set: (project: string) => void }) {
  const { t } = useText();
  const id = useId();
  const [raw, setRaw] = useState(project);
  return (
    <form
      className="report-picker"
      onSubmit={(event) => {
        event.preventDefault();
        set(raw.trim());
      }}
    >
      <label className="hint" htmlFor={id}>
        {t("report-by-project")}
      </label>
      <input
        id={id}
        className="input"
        value={raw}
        placeholder={t("report-project-any")}
        onChange={(event) => setRaw(event.target.value)}
        onBlur={() => set(raw.trim())}
        data-testid="report-project"
      />
    </form>
  );
}
