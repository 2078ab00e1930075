import type { ChoicesFound, PlaceStep, PlacesFound, PlaceView } from "../../host";
import { folded } from "../../parts/choice-search";

const step = (code: string, level: number, km: string, latin: string): PlaceStep => ({
  code,
  level,
  names: { km, latin },
  units: [
    { km: "ខេត្ត", en: "Province" },
    { km: "ស្រុក", en: "District" },
    { km: "ឃុំ", en: "Commune" },
    { km: "ភូមិ", en: "Village" },
  ][level - 1] as { km: string; en: string },
});

const province = step("KH02", 1, "បាត់ដំបង", "Battambang");
const district = step("KH0209", 2, "សំឡូត", "Samlout");
const commune = step("KH020904", 3, "ស៊ុង", "Sung");

const known: PlaceView[] = [
  [step("KH02090401", 4, "ស៊ុង១", "Sung Muoy"), commune, district, province],
  [step("KH02090402", 4, "ស៊ុង២", "Sung Pir"), commune, district, province],
  [commune, district, province],
  [district, province],
  [province],
].map(([place = province, ...parents]) => ({
  ...place,
  list: "KH",
  state: "listed",
  replaced_by: null,
  parents,
}));
known.push({
  ...step("KH0210", 2, "គាស់ក្រឡ", "Koas Krala"),
  list: "KH",
  state: "retired",
  replaced_by: "KH0211",
  parents: [province],
});

/** The place of a code and all that it is in, from the place up. */
export function wayTo(code: string | null): PlaceStep[] {
  const place = known.find((one) => one.code === code);
  return place ? [place, ...place.parents] : [];
}

/** Finds places by a part of a name or a code. */
export function placesFound(words: string): PlacesFound {
  const parts = folded(words).split(/\s+/).filter(Boolean);
  const places = known.filter((place) => {
    const text = folded(`${Object.values(place.names).join(" ")} ${place.code}`);
    return parts.every((part) => text.includes(part));
  });
  return { places, total: places.length };
}

/** A list of sixty thousand people, of whom the first few that fit are given. */
export function peopleFound(words: string): ChoicesFound {
  const part = folded(words);
  const choices = ["Chan Thy", "Sok Dara", "Keo Pisey", "Chan Sophea"]
    .map((name, i) => ({
      value: `person-${i + 1}`,
      label: `KH-P-7F3K-${i + 1} ${name}`,
      image: "",
    }))
    .filter((choice) => folded(choice.label).includes(part));
  return { choices, total: part === "" ? 60_000 : choices.length };
}
