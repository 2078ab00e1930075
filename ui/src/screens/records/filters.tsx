import { X } from "lucide-react";
import type { RecordQuery } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { deliveryKey, deliveryStates, reviewKey, reviewStates } from "../../parts/chips";
import { ChoiceFilter, type Option } from "../../parts/filters/choice";
import { PeriodFilter } from "../../parts/filters/period";
import { PlaceFilter } from "../../parts/filters/place";
import { ToggleFilter } from "../../parts/filters/toggle";

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
        <ChoiceFilter
          name={t("form")}
          id="form"
          options={forms}
          value={query.form}
          onChange={(form) => set({ form })}
        />
      )}
      {teams.length > 1 && (
        <ChoiceFilter
          name={t("team")}
          id="team"
          options={teams}
          value={query.team}
          onChange={(team) => set({ team })}
        />
      )}
      <ChoiceFilter
        name={t("filter-review")}
        id="review"
        options={review}
        value={query.review}
        onChange={(value) => set({ review: value })}
      />
      <ChoiceFilter
        name={t("filter-delivery")}
        id="delivery"
        options={delivery}
        value={query.delivery}
        onChange={(value) => set({ delivery: value })}
      />
      <PlaceFilter query={query} set={set} />
      <PeriodFilter query={query} set={set} />
      <ToggleFilter
        name={t("filter-mine")}
        id="mine"
        on={query.mine ?? false}
        onChange={(mine) => set({ mine })}
      />
      <ToggleFilter
        name={t("filter-problems")}
        id="problems"
        on={query.problems ?? false}
        onChange={(problems) => set({ problems })}
      />
      <ToggleFilter
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
