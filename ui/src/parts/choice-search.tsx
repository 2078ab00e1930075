import { Check, ChevronDown } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { asciiDigits } from "../locales/digits";
import { useText } from "../locales/text";

export interface Choice {
  value: string;
  label: string;
  /** A second, quieter line. */
  detail?: string;
}

/** Rows shown at once; more words find the rest. */
const SHOWN_MAX = 60;

/** Text as it is compared: one Unicode form, no case, no invisible marks, ASCII digits. */
export function folded(text: string): string {
  return asciiDigits(text.normalize("NFC"))
    .replace(/[\u200b-\u200d\u00ad\ufeff]/g, "")
    .toLocaleLowerCase();
}

function matching(choices: Choice[], words: string): Choice[] {
  const parts = folded(words).split(/\s+/).filter(Boolean);
  const fits = (c: Choice) => {
    const text = folded(`${c.label} ${c.value}`);
    return parts.every((part) => text.includes(part));
  };
  const found = choices.filter(fits);
  const starts = (c: Choice) => (folded(c.label).startsWith(parts[0] ?? "") ? 0 : 1);
  return parts.length > 0 ? found.sort((a, b) => starts(a) - starts(b)) : found;
}

interface Props {
  id: string;
  choices: Choice[];
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  label?: string;
  placeholder: string;
  required?: boolean;
  readOnly?: boolean;
  /** Choices are looked for elsewhere, and `choices` are those that were found: hears what is typed. */
  onWords?: (words: string) => void;
  /** How many were found there in all. */
  total?: number;
  /** What is chosen, when it is not among the choices. */
  chosenLabel?: string;
  invalid?: boolean;
  describedBy?: string;
  testid: string;
}

/** One choice of many, found by typing a part of its words or its code. */
export function ChoiceSearch(props: Props) {
  const { t } = useText();
  const { choices, value } = props;
  const [words, setWords] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const chosen = choices.find((c) => c.value === value);
  const elsewhere = props.onWords !== undefined;
  const all = useMemo(() => {
    if (!open) return [];
    return elsewhere ? choices : matching(choices, words ?? "");
  }, [open, elsewhere, choices, words]);
  const total = elsewhere ? Math.max(props.total ?? 0, all.length) : all.length;
  const found = all.slice(0, SHOWN_MAX);
  const active = found[Math.min(at, found.length - 1)];
  const listId = `${props.id}-list`;
  const optionId = (choice: Choice) => `${listId}-${choices.indexOf(choice)}`;

  useEffect(() => {
    if (open)
      list.current?.querySelector("[data-active=true]")?.scrollIntoView?.({ block: "nearest" });
  });

  const show = () => {
    if (props.readOnly || open) return;
    setOpen(true);
    props.onWords?.("");
    setAt(Math.max(0, chosen ? choices.indexOf(chosen) : 0));
  };
  const choose = (choice: Choice) => {
    props.onChange(choice.value);
    setWords(null);
    setOpen(false);
  };
  const hear = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (!open) show();
      else
        setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (active) choose(active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      setWords(null);
      setOpen(false);
    }
  };
  const leave = () => {
    setOpen(false);
    if (words !== null) {
      const [only, second] = elsewhere ? [] : matching(choices, words);
      if (words.trim() === "") props.onChange("");
      else if (only && (!second || folded(only.label) === folded(words.trim())))
        props.onChange(only.value);
      setWords(null);
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
        aria-activedescendant={open && active ? optionId(active) : undefined}
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
          setWords(e.target.value);
          setOpen(true);
          props.onWords?.(e.target.value);
          setAt(0);
        }}
        onClick={show}
        onKeyDown={hear}
        onBlur={leave}
      />
      <ChevronDown size={18} aria-hidden className="choice-arrow" />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={props.label ?? t("choices")}
        className="popover choice-list"
        hidden={!open}
      >
        {found.map((choice) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the box
          // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus
          <div
            key={choice.value}
            id={optionId(choice)}
            role="option"
            aria-selected={choice.value === value}
            className="option"
            data-active={choice === active}
            data-testid={`${props.testid}-${choice.value}`}
            onMouseDown={(e) => e.preventDefault()}
            onMouseMove={() => setAt(found.indexOf(choice))}
            onClick={() => choose(choice)}
          >
            <span className="flex-1">
              {choice.label}
              {choice.detail && <span className="hint block">{choice.detail}</span>}
            </span>
            {choice.value === value && <Check size={17} aria-hidden />}
          </div>
        ))}
      </div>
      {open && (
        <span className="choice-note" role="status">
          {all.length === 0
            ? t("choices-none")
            : total > found.length
              ? t("choices-more", { shown: found.length, all: total })
              : ""}
        </span>
      )}
    </div>
  );
}
