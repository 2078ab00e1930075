/** Which catalogue key stands for a code about two records that look like one. */

const grounds: Record<string, string> = {
  "name-latin": "ground-name-latin",
  "name-latin-swapped": "ground-name-latin-swapped",
  "name-latin-alone": "ground-name-latin-alone",
  "name-local": "ground-name-local",
  "name-local-swapped": "ground-name-local-swapped",
  "name-local-alone": "ground-name-local-alone",
  "sex-same": "ground-sex-same",
  "sex-other": "ground-sex-other",
  "birth-same": "ground-birth-same",
  birth: "ground-birth",
  "home-village": "ground-home-village",
  "home-commune": "ground-home-commune",
  "home-district": "ground-home-district",
  "accident-same": "ground-accident-same",
  accident: "ground-accident",
  phone: "ground-phone",
  injury: "ground-injury",
  "other-name": "ground-other-name",
  "names-not-compared": "ground-names-not-compared",
  generation: "ground-generation",
  "other-accident": "ground-other-accident",
  "same-team": "ground-same-team",
  "same-hour": "ground-same-hour",
  "same-people": "ground-same-people",
  "same-content": "ground-same-content",
};

export function groundKey(code: string): string {
  return grounds[code] ?? "ground-other";
}

const answers: Record<string, string> = {
  given: "consent-given",
  not_asked: "consent-not-asked",
  refused: "consent-refused",
  withdrawn: "consent-withdrawn",
};

export function consentKey(answer: string): string {
  return answers[answer] ?? "consent-not-asked";
}

const words: Record<string, string> = {
  merged: "double-merged",
  distinct: "double-distinct",
  undone: "double-undone",
};

/** What somebody decided about two records. */
export function wordKey(word: string): string {
  return words[word] ?? "double-undone";
}

/** How a pair stands. */
export function stateKey(row: { state: string; probable: boolean }): string {
  if (row.state === "contested") return "double-contested";
  if (row.state === "merged" || row.state === "distinct") return wordKey(row.state);
  return row.probable ? "double-probable" : "double-possible";
}
