/** Names of countries on a map: the platform knows them in most languages by their two letters. */

/** Numbers of ISO 3166-1 in Asia, with the two letters. Others have the name of the outlines, in English. */
const letters: Record<string, string> = {
  "004": "AF",
  "036": "AU",
  "050": "BD",
  "064": "BT",
  "096": "BN",
  "104": "MM",
  "116": "KH",
  "144": "LK",
  "156": "CN",
  "356": "IN",
  "360": "ID",
  "392": "JP",
  "408": "KP",
  "410": "KR",
  "418": "LA",
  "458": "MY",
  "496": "MN",
  "524": "NP",
  "586": "PK",
  "598": "PG",
  "608": "PH",
  "626": "TL",
  "702": "SG",
  "704": "VN",
  "764": "TH",
};

/** The number of a country, by its two letters. */
export const numberOf = (code: string) =>
  Object.entries(letters).find(([, letter]) => letter === code)?.[0] ?? null;

export function countryName(number: string, english: string, language: string): string {
  const code = letters[number];
  if (!code) return english;
  try {
    return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? english;
  } catch {
    return english;
  }
}
