import { asciiDigits } from "../locales/digits";

const marks = /[\u0300-\u036f\u200b-\u200d\u2060\u00ad\ufeff]/g;

/**
 * Text as it is compared: one Unicode form, no case, no accents on Latin letters, no invisible marks,
 * ASCII digits. Vowels and signs of Khmer are letters and stay.
 */
export function folded(text: string): string {
  return asciiDigits(text.normalize("NFD").replace(marks, "").normalize("NFC")).toLocaleLowerCase();
}

export interface Choice {
  value: string;
  label: string;
  /** A second, quieter line. */
  detail?: string;
}

interface Entry {
  choice: Choice;
  label: string;
  text: string;
}

const indexes = new WeakMap<Choice[], Entry[]>();

/** The choices as they are compared; made once for each list. */
function indexOf(choices: Choice[]): Entry[] {
  let made = indexes.get(choices);
  if (!made) {
    made = choices.map((choice) => {
      const label = folded(choice.label);
      return { choice, label, text: `${label} ${folded(choice.value)}` };
    });
    indexes.set(choices, made);
  }
  return made;
}

/** The choices that hold every one of these words; those that begin with the first come first. */
export function matching(choices: Choice[], words: string): Choice[] {
  const parts = folded(words).split(/\s+/).filter(Boolean);
  const [first] = parts;
  if (first === undefined) return choices;
  const begin: Choice[] = [];
  const hold: Choice[] = [];
  for (const { choice, label, text } of indexOf(choices)) {
    if (!parts.every((part) => text.includes(part))) continue;
    (label.startsWith(first) ? begin : hold).push(choice);
  }
  return [...begin, ...hold];
}

/** How long letters that follow each other are read together. */
const TOGETHER_MS = 900;

/**
 * Finds a choice by its number or by the first letters of its words, as they are typed one by one.
 * The digits stand for the first ten, 0 for the tenth: each means one choice, however fast they come.
 */
export class ChoiceTyping {
  #typed = "";
  #at = Number.NEGATIVE_INFINITY;

  /**
   * The place of the choice that a key asks for; null when it asks for none. `from` is the place that
   * the same letter typed again looks on from.
   */
  hear(key: string, choices: Choice[], from: number, now: number): number | null {
    const sign = asciiDigits(key);
    if (Array.from(sign).length !== 1 || sign === " ") return null;
    const was = now - this.#at > TOGETHER_MS ? "" : this.#typed;
    this.#at = now;
    this.#typed = "";
    if (/\d/.test(sign)) {
      const place = (Number(sign) + 9) % 10;
      return place < choices.length ? place : null;
    }
    const labels = indexOf(choices).map((entry) => entry.label);
    const letter = folded(sign);
    const begins = (text: string, start: number) => {
      const order = labels.map((_, i) => (start + i) % labels.length);
      return order.find((at) => labels[at]?.startsWith(text));
    };
    const longer = was === "" ? undefined : begins(was + letter, Math.max(from, 0));
    this.#typed = longer === undefined ? letter : was + letter;
    return longer ?? begins(letter, from + 1) ?? null;
  }
}

/** The digit that chooses the choice at a place; null after the tenth. */
export function digitOf(place: number): string | null {
  return place < 10 ? String((place + 1) % 10) : null;
}
