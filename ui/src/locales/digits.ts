/** First digits of the scripts that people type here: Khmer, Thai, Lao, Burmese. */
const zeros = [0x17e0, 0x0e50, 0x0ed0, 0x1040];

/** Digits of any of these scripts as ASCII; everything else unchanged. */
export function asciiDigits(text: string): string {
  return Array.from(text, (c) => {
    const code = c.codePointAt(0) ?? 0;
    const zero = zeros.find((z) => code >= z && code <= z + 9);
    return zero === undefined ? c : String(code - zero);
  }).join("");
}

/** Thousands set apart by commas, or more than once by points; a number that begins with nought has none. */
const THOUSANDS = [
  /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/,
  /^-?[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d*)?$/,
];

/**
 * A number as typed: a comma or point before the decimals, blanks between thousands, or commas, as in `12,500`. What is
 * neither stays as it was typed.
 */
export function typedNumber(text: string): string {
  const number = asciiDigits(text).replace(/[\s\u200b\u00a0]/g, "");
  const [byCommas, byPoints] = THOUSANDS;
  if (byCommas?.test(number)) return number.replaceAll(",", "");
  if (byPoints?.test(number)) return number.replaceAll(".", "").replace(",", ".");
  return number.replace(",", ".");
}

/** A number with its thousands apart, such as 12,500.5; anything else as it is. */
export function grouped(text: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (!match) return text;
  return `${match[1]}${(match[2] ?? "").replace(/\B(?=(\d{3})+$)/g, ",")}${match[3] ?? ""}`;
}
