const swaps: Record<string, string> = {
  a: "å",
  e: "é",
  i: "ï",
  o: "ö",
  u: "û",
  A: "Å",
  E: "É",
  I: "Ï",
  O: "Ö",
  U: "Û",
};

/**
 * English made strange and a third longer, to find clipped words and words that are in no
 * catalogue: every letter run that a person can read without accents was not translated.
 */
export function pseudo(text: string): string {
  const strange = text.replace(/[aeiouAEIOU]/g, (c) => swaps[c] ?? c);
  const longer = "·".repeat(Math.floor(text.trim().length / 4));
  return text.trim() === "" ? text : `${strange}${longer}`;
}
