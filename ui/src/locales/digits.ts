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

/** A number as typed, with a comma or point before the decimals and blanks between thousands. */
export function typedNumber(text: string): string {
  return asciiDigits(text)
    .replace(/[\s\u200b\u00a0]/g, "")
    .replace(",", ".");
}

/** A number with its thousands apart, such as 12,500.5; anything else as it is. */
export function grouped(text: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (!match) return text;
  return `${match[1]}${(match[2] ?? "").replace(/\B(?=(\d{3})+$)/g, ",")}${match[3] ?? ""}`;
}
