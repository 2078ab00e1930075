import { Check, ChevronDown } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useText } from "../locales/text";
import { type Choice, folded, matching } from "./choice-words";

export type { Choice };
export { folded };

/** Up to here every choice stands in the list; longer lists hold only the rows that are in sight. */
const ROWS_MAX = 80;
/** Height of a row of a long list, in rem: words that do not fit are cut short there. */
const ROW_REM = 2.5;

interface Props {
  id: string;
  choices: Choice[];
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  /** Goes on after Enter has chosen. */
  onNext?: () => void;
  label?: string;
  placeholder: string;
  required?: boolean;
  readOnly?: boolean;
  /** Choices are looked for elsewhere, and `choices` are those that were found: hears what is typed. */
  onWords?: (words: string) => void;
  /** How many were found there in all. */
  total?: number;
  /** They are being looked for: the choices here belong to words before. */
  looking?: boolean;
  /** What is chosen, when it is not among the choices. */
  chosenLabel?: string;
  invalid?: boolean;
  describedBy?: string;
  testid: string;
}

const stepOf: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 7,
  PageUp: -7,
};

/** One choice of many, found by typing a part of its words or its code. */
export function ChoiceSearch(props: Props) {
  const { t } = useText();
  const { choices, value } = props;
  const [words, setWords] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  /** What was typed and not yet chosen from; read when the box is left, which may be at once. */
  const typed = useRef<string | null>(null);
  /** Enter was pressed before what belongs to the words was there. */
  const wanted = useRef(false);
  const chosen = choices.find((c) => c.value === value);
  const elsewhere = props.onWords !== undefined;
  const found = useMemo(() => {
    if (!open) return [];
    return elsewhere ? choices : matching(choices, words ?? "");
  }, [open, elsewhere, choices, words]);
  const total = elsewhere ? Math.max(props.total ?? 0, found.length) : found.length;
  const place = Math.min(at, found.length - 1);
  const active = found[place];
  const listId = `${props.id}-list`;
  const optionId = (index: number) => `${listId}-${index}`;

  const type = (text: string | null) => {
    typed.current = text;
    wanted.current = false;
    setWords(text);
  };
  const show = () => {
    if (props.readOnly || open) return;
    setOpen(true);
    props.onWords?.("");
    setAt(Math.max(0, chosen ? choices.indexOf(chosen) : 0));
  };
  const choose = (choice: Choice) => {
    props.onChange(choice.value);
    type(null);
    setOpen(false);
  };
  const take = () => {
    if (!active) return;
    choose(active);
    props.onNext?.();
  };
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    if (props.looking || !wanted.current) return;
    wanted.current = false;
    taking.current();
  }, [props.looking]);
  const hear = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = stepOf[event.key] ?? 0;
    if (step !== 0) {
      event.preventDefault();
      const last = Math.max(found.length - 1, 0);
      // One step goes round the ends, a page does not.
      const round = (place + step + found.length) % Math.max(found.length, 1);
      if (!open) show();
      else setAt(Math.abs(step) === 1 ? round : Math.min(Math.max(place + step, 0), last));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (props.looking) wanted.current = true;
      else take();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      type(null);
      setOpen(false);
    }
  };
  const leave = () => {
    setOpen(false);
    wanted.current = false;
    const text = typed.current;
    if (text !== null) {
      const [only, second] = elsewhere ? [] : matching(choices, text);
      if (text.trim() === "") props.onChange("");
      else if (only && (!second || folded(only.label) === folded(text.trim())))
        props.onChange(only.value);
      type(null);
    }
    props.onLeave?.();
  };

  return (
    <div className="choice-search">
      <input
        id={props.id}
        className="input pr-10"
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && active ? optionId(place) : undefined}
        aria-label={props.label}
        aria-required={props.required || undefined}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        readOnly={props.readOnly}
        placeholder={props.placeholder}
        value={words ?? chosen?.label ?? props.chosenLabel ?? value}
        data-testid={props.testid}
        onChange={(e) => {
          type(e.target.value);
          setOpen(true);
          props.onWords?.(e.target.value);
          setAt(0);
        }}
        onClick={show}
        onKeyDown={hear}
        onBlur={leave}
      />
      <ChevronDown size={18} aria-hidden className="choice-arrow" />
      <Options
        id={listId}
        label={props.label ?? t("choices")}
        open={open}
        found={found}
        place={place}
        value={value}
        testid={props.testid}
        optionId={optionId}
        onPoint={setAt}
        onChoose={choose}
      />
      {open && (
        <span className="choice-note" role="status">
          {found.length === 0
            ? t("choices-none")
            : total > found.length
              ? t("choices-more", { shown: found.length, all: total })
              : words !== null && found.length > 1
                ? t("choices-found", { count: found.length })
                : ""}
        </span>
      )}
    </div>
  );
}

interface OptionsProps {
  id: string;
  label: string;
  open: boolean;
  found: Choice[];
  place: number;
  value: string;
  testid: string;
  optionId: (index: number) => string;
  onPoint: (index: number) => void;
  onChoose: (choice: Choice) => void;
}

/** The list below the box: whole when it is short, else the rows that are in sight. */
function Options(props: OptionsProps) {
  const { found, place, open } = props;
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const long = found.length > ROWS_MAX;
  const rem = useRem(open && long);
  const row = ROW_REM * rem;
  const first = long ? Math.max(0, Math.floor(top / row) - 10) : 0;
  const last = long ? Math.min(found.length, first + 30) : found.length;

  useEffect(() => {
    const box = list.current;
    if (!open || !box) return;
    if (!long) {
      box.querySelector("[data-active=true]")?.scrollIntoView?.({ block: "nearest" });
      return;
    }
    const above = place * row;
    const height = box.clientHeight || 7 * row;
    if (above < box.scrollTop) box.scrollTop = above;
    else if (above + row > box.scrollTop + height) box.scrollTop = above + row - height;
    setTop(box.scrollTop);
  }, [open, long, place, row]);

  return (
    <div
      ref={list}
      id={props.id}
      role="listbox"
      aria-label={props.label}
      className={long ? "popover choice-list choice-list-long" : "popover choice-list"}
      hidden={!open}
      onScroll={(e) => long && setTop(e.currentTarget.scrollTop)}
    >
      {long && <div style={{ height: first * row }} />}
      {found.slice(first, last).map((choice, i) => {
        const index = first + i;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the box
          // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus
          <div
            key={choice.value}
            id={props.optionId(index)}
            role="option"
            aria-selected={choice.value === props.value}
            aria-posinset={index + 1}
            aria-setsize={found.length}
            className="option"
            title={long ? choice.label : undefined}
            data-active={index === place}
            data-testid={`${props.testid}-${choice.value}`}
            onMouseDown={(e) => e.preventDefault()}
            onMouseMove={() => props.onPoint(index)}
            onClick={() => props.onChoose(choice)}
          >
            <span className="flex-1">
              {choice.label}
              {choice.detail && <span className="hint block">{choice.detail}</span>}
            </span>
            {choice.value === props.value && <Check size={17} aria-hidden />}
          </div>
        );
      })}
      {long && <div style={{ height: (found.length - last) * row }} />}
    </div>
  );
}

/** Pixels of one rem, which the person's text size sets. */
function useRem(wanted: boolean): number {
  return useMemo(() => {
    if (!wanted) return 16;
    return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  }, [wanted]);
}
