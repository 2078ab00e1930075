import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { day, isoOf } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { DayInput } from "../day-input";

function monthOf(shift: number): { from: string; to: string } {
  const now = new Date();
  return {
    from: isoOf(new Date(now.getFullYear(), now.getMonth() + shift, 1)),
    to: isoOf(new Date(now.getFullYear(), now.getMonth() + shift + 1, 0)),
  };
}

interface Span {
  from?: string | null;
  to?: string | null;
}

/** Narrows a list to a period by the day of the activity. */
export function PeriodFilter({ query, set }: { query: Span; set: (span: Span) => void }) {
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
            iso={from ?? null}
            onDay={(iso) => set({ from: iso })}
          />
          <DayInput
            label={t("period-last-day")}
            iso={to ?? null}
            onDay={(iso) => set({ to: iso })}
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
