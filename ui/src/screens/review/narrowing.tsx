import { ChevronDown, Clock, X } from "lucide-react";
import { memo, useState } from "react";
import {
  host,
  type Queue,
  type QueueAsk,
  type QueueFound,
  type StateCount,
  type TeamLag,
} from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { ReviewChip } from "../../parts/chips";
import { ChoiceFilter } from "../../parts/filters/choice";
import { PeriodFilter } from "../../parts/filters/period";
import { PlaceFilter } from "../../parts/filters/place";
import { ToggleFilter } from "../../parts/filters/toggle";
import { useSession } from "../../parts/session";
import { useAsk } from "../../parts/use-ask";

export const everything: QueueAsk = {
  team: null,
  form: null,
  adm1: null,
  adm2: null,
  adm3: null,
  from: null,
  to: null,
  changed: false,
  found: null,
};

export function isNarrowed(ask: QueueAsk): boolean {
  return Object.values(ask).some(Boolean);
}

/** What the queue is narrowed to. The chips are there once somebody asks for them or one of them is on. */
export const Narrowing = memo(function Narrowing(props: {
  ask: QueueAsk;
  setAsk: (ask: QueueAsk) => void;
}) {
  const { t } = useText();
  const { ask } = props;
  const [open, setOpen] = useState(false);
  const set = (change: QueueAsk) => props.setAsk({ ...ask, ...change });
  const shown = open || isNarrowed({ ...ask, changed: false });
  const found: { id: QueueFound; label: string }[] = [
    { id: "something", label: t("found-something") },
    { id: "nothing", label: t("found-nothing") },
  ];
  return (
    <div className="filters pb-2" data-testid="narrowing">
      <ToggleFilter
        name={t("filter-changed")}
        id="changed"
        on={ask.changed ?? false}
        onChange={(changed) => set({ changed })}
      />
      <ChoiceFilter
        name={t("filter-found")}
        id="found"
        options={found}
        value={ask.found}
        onChange={(id) => set({ found: found.find((one) => one.id === id)?.id ?? null })}
      />
      {shown ? (
        <Chips ask={ask} set={set} />
      ) : (
        <Button
          className="filter"
          aria-expanded={false}
          onPress={() => setOpen(true)}
          testid="narrow"
        >
          {t("narrow")}
        </Button>
      )}
      {isNarrowed(ask) && (
        <Button
          look="link"
          icon={<X size={16} />}
          testid="filters-clear"
          onPress={() => props.setAsk(everything)}
        >
          {t("filters-clear")}
        </Button>
      )}
    </div>
  );
});

function Chips({ ask, set }: { ask: QueueAsk; set: (change: QueueAsk) => void }) {
  const { t } = useText();
  const session = useSession();
  const asked = useAsk("forms", () =>
    host()
      .home()
      .then((home) => home.forms),
  );
  const forms = (asked.data ?? []).map((form) => ({ id: form.id, label: form.title }));
  const teams = session.teams.map((team) => ({ id: team.id, label: team.name }));
  return (
    <>
      {teams.length > 1 && (
        <ChoiceFilter
          name={t("team")}
          id="team"
          options={teams}
          value={ask.team}
          onChange={(team) => set({ team })}
        />
      )}
      {forms.length > 1 && (
        <ChoiceFilter
          name={t("form")}
          id="form"
          options={forms}
          value={ask.form}
          onChange={(form) => set({ form })}
        />
      )}
      <PlaceFilter query={ask} set={set} />
      <PeriodFilter query={ask} set={set} />
    </>
  );
}

/** How many records stand where, and which teams are late. */
export function Standing({ queue }: { queue: Queue }) {
  const { t } = useText();
  const all = queue.states.reduce((sum, { records }) => sum + records, 0);
  return (
    <div className="standing">
      {queue.late.length > 0 && (
        <details className="late" data-testid="late-teams">
          <summary>
            <Clock size={16} aria-hidden />
            {t("late-teams", { count: queue.late.length })}
            <ChevronDown className="turns" size={16} aria-hidden />
          </summary>
          <ul>
            {queue.late.map((lag) => (
              <Late key={lag.team.id} lag={lag} />
            ))}
          </ul>
        </details>
      )}
      {all > 0 && (
        <details data-testid="state-counts">
          <summary>
            {t("state-counts", { count: all })}
            <ChevronDown className="turns" size={16} aria-hidden />
          </summary>
          <ul className="state-counts">
            {queue.states.map((count) => (
              <Count key={count.state} count={count} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Late({ lag }: { lag: TeamLag }) {
  const { t } = useText();
  return (
    <li>{t("late-team", { team: lag.team.name, day: day(lag.newest), days: lag.days ?? 0 })}</li>
  );
}

function Count({ count }: { count: StateCount }) {
  const { number } = useText();
  return (
    <li>
      <ReviewChip state={count.state} />
      <span className="num">{number(count.records)}</span>
    </li>
  );
}
