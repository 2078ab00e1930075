import { ChevronDown, X } from "lucide-react";
import { useId, useState } from "react";
import { Dialog, DialogTrigger, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { RecordQuery } from "../../host";
import { day, isoOf, typedDay } from "../../locales/dates";
import { asciiDigits } from "../../locales/digits";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { deliveryKey, deliveryStates, reviewKey, reviewStates } from "../../parts/chips";
import { PlaceFilter } from "./place-filter";

/** What a list is narrowed to when it is narrowed to nothing. */
export const unfiltered: RecordQuery = {
  form: null,
  team: null,
  review: null,
  delivery: null,
  adm1: null,
  adm2: null,
  adm3: null,
  from: null,
  to: null,
  mine: false,
  problems: false,
  conflicts: false,
};

export interface Option {
  id: string;
  label: string;
}

interface Props {
  query: RecordQuery;
  set: (change: Partial<RecordQuery>) => void;
  forms: Option[];
  teams: Option[];
}

/** What the list is narrowed to, one chip each; a chosen one names its value. */
export function Filters({ query, set, forms, teams }: Props) {
  const { t } = useText();
  const review = reviewStates.map((id) => ({ id, label: t(reviewKey(id)) }));
  const delivery = deliveryStates.map((id) => ({ id, label: t(deliveryKey(id)) }));
  const any = Object.keys(unfiltered).some((key) => query[key as keyof RecordQuery]);
  return (
    <div className="filters" data-testid="filters">
      {forms.length > 1 && (
        <One
          name={t("form")}
          id="form"
          options={forms}
          value={query.form}
          onChange={(form) => set({ form })}
        />
      )}
      {teams.length > 1 && (
        <One
          name={t("team")}
          id="team"
          options={teams}
          value={query.team}
          onChange={(team) => set({ team })}
        />
      )}
      <One
        name={t("filter-review")}
        id="review"
        options={review}
        value={query.review}
        onChange={(value) => set({ review: value })}
      />
      <One
        name={t("filter-delivery")}
        id="delivery"
        options={delivery}
        value={query.delivery}
        onChange={(value) => set({ delivery: value })}
      />
      <PlaceFilter query={query} set={set} />
      <Period query={query} set={set} />
      <Toggle
        name={t("filter-mine")}
        id="mine"
        on={query.mine ?? false}
        onChange={(mine) => set({ mine })}
      />
      <Toggle
        name={t("filter-problems")}
        id="problems"
        on={query.problems ?? false}
        onChange={(problems) => set({ problems })}
      />
      <Toggle
        name={t("filter-conflicts")}
        id="conflicts"
        on={query.conflicts ?? false}
        onChange={(conflicts) => set({ conflicts })}
      />
      {any && (
        <Button
          look="link"
          icon={<X size={16} />}
          testid="filters-clear"
          onPress={() => set(unfiltered)}
        >
          {t("filters-clear")}
        </Button>
      )}
    </div>
  );
}

const EVERY = "every";

function One(props: {
  name: string;
  id: string;
  options: Option[];
  value: string | null | undefined;
  onChange: (value: string | null) => void;
}) {
  const { t } = useText();
  const chosen = props.options.find((o) => o.id === props.value);
  const choices = [{ id: EVERY, label: t("filter-every") }, ...props.options];
  return (
    <MenuTrigger>
      <Button className={chosen ? "filter filter-on" : "filter"} testid={`filter-${props.id}`}>
        <span>
          {chosen ? t("filter-chosen", { name: props.name, value: chosen.label }) : props.name}
        </span>
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className="popover" placement="bottom start">
        <Menu
          aria-label={props.name}
          className="outline-none"
          selectionMode="single"
          selectedKeys={[props.value ?? EVERY]}
          onAction={(key) => props.onChange(key === EVERY ? null : String(key))}
        >
          {choices.map((option) => (
            <MenuItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className="option"
              data-testid={`filter-${props.id}-${option.id}`}
            >
              {option.label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Toggle(props: { name: string; id: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Button
      className={props.on ? "filter filter-on" : "filter"}
      aria-pressed={props.on}
      onPress={() => props.onChange(!props.on)}
      testid={`filter-${props.id}`}
    >
      {props.name}
      {props.on && <X size={16} aria-hidden />}
    </Button>
  );
}

function monthOf(shift: number): { from: string; to: string } {
  const now = new Date();
  return {
    from: isoOf(new Date(now.getFullYear(), now.getMonth() + shift, 1)),
    to: isoOf(new Date(now.getFullYear(), now.getMonth() + shift + 1, 0)),
  };
}

function Period({ query, set }: Pick<Props, "query" | "set">) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const { from, to } = query;
  const words =
    from && to
      ? t("period-between", { from: day(from), to: day(to) })
      : from
        ? t("period-from", { from: day(from) })
        : to
          ? t("period-to", { to: day(to) })
          : t("period");
  const choose = (period: { from: string | null; to: string | null }) => {
    set(period);
    setOpen(false);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className={from || to ? "filter filter-on" : "filter"} testid="filter-period">
        <span>{words}</span>
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className="popover p-4" placement="bottom start">
        <Dialog aria-label={t("period")} className="outline-none flex flex-col gap-3 w-72">
          <div className="flex flex-wrap gap-2">
            <Button onPress={() => choose(monthOf(0))}>{t("period-this-month")}</Button>
            <Button onPress={() => choose(monthOf(-1))}>{t("period-last-month")}</Button>
          </div>
          <DayInput
            label={t("period-first-day")}
            value={from ?? null}
            onChange={(iso) => set({ from: iso })}
          />
          <DayInput
            label={t("period-last-day")}
            value={to ?? null}
            onChange={(iso) => set({ to: iso })}
          />
          <Button
            look="link"
            className="self-start"
            onPress={() => choose({ from: null, to: null })}
          >
            {t("period-any")}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function DayInput(props: {
  label: string;
  value: string | null;
  onChange: (iso: string | null) => void;
}) {
  const { t } = useText();
  const id = useId();
  const [raw, setRaw] = useState(day(props.value));
  const iso = typedDay(asciiDigits(raw));
  const wrong = raw.trim() !== "" && iso === null;
  return (
    <div>
      <label className="hint" htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        className="input"
        value={raw}
        placeholder={t("date-shape")}
        inputMode="numeric"
        aria-invalid={wrong}
        onChange={(e) => setRaw(e.target.value)}
        onBlur={() => !wrong && props.onChange(iso)}
      />
    </div>
  );
}
