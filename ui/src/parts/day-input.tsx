import { useId, useState } from "react";
import { day, typedDay } from "../locales/dates";
import { asciiDigits } from "../locales/digits";
import { useText } from "../locales/text";

interface Props {
  label: string;
  iso: string | null;
  /** Hears of the day once it is whole, and of none where that may be. */
  onDay: (iso: string | null) => void;
  /** There is always a day: an empty box is wrong. */
  always?: boolean;
  className?: string;
}

/** A day as people type it; what is no day stays in the box and changes nothing. */
export function DayInput({ label, iso, onDay, always = false, className }: Props) {
  const { t } = useText();
  const id = useId();
  const [raw, setRaw] = useState(day(iso));
  const typed = typedDay(asciiDigits(raw));
  const wrong = typed === null && (always || raw.trim() !== "");
  const tell = () => {
    if (!wrong && typed !== iso) onDay(typed);
  };
  return (
    <div className={className}>
      <label className="hint" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        value={raw}
        placeholder={t("date-shape")}
        inputMode="numeric"
        aria-invalid={wrong}
        onChange={(event) => setRaw(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && tell()}
        onBlur={tell}
      />
    </div>
  );
}
