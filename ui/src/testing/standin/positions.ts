import type { PositionAsk, PositionReading, PositionView } from "../../host";

const reading = (ask: PositionAsk, change: Partial<PositionReading>): PositionReading => ({
  stored: "",
  format: "decimal_degrees",
  datum: ask.datum,
  understood: "",
  accuracy_m: ask.datum === "indian1960" ? 45 : 1,
  decimal_degrees: "",
  degrees_minutes_seconds: "",
  utm: "",
  mgrs: "",
  warnings: [],
  ...change,
});

/** A point of decimal degrees; one of old maps lies some 440 m away. */
function decimal(ask: PositionAsk, lat: number, lon: number, understood: string) {
  const old = ask.datum === "indian1960";
  const point = [lat + (old ? 0.001857 : 0), lon - (old ? 0.003633 : 0)].map((d) => d.toFixed(6));
  const found = reading(ask, { understood, decimal_degrees: point.join(", ") });
  found.stored = `${point.join(" ")} 0 ${found.accuracy_m}`;
  if (lat < 9.9 || lat > 14.7)
    found.warnings.push({
      rule: "R-C1",
      severity: "error",
      text: "This position is far outside the country.",
    });
  return found;
}

/** Understands decimal degrees, one place in metres and one text with a comma too many. */
export function position(ask: PositionAsk): PositionView {
  const text = ask.text.trim();
  const found = /^(-?\d+\.\d+)[,\s]+(-?\d+\.\d+)$/.exec(text);
  if (found) {
    const [lat, lon] = [Number(found[1]), Number(found[2])];
    return { readings: [decimal(ask, lat, lon, `${lat}° N ${lon}° E`)], problem: null };
  }
  if (text === "48P 304855 1448889") {
    const metres = decimal(ask, 13.099997, 103.2, text);
    return { readings: [{ ...metres, format: "utm" }], problem: null };
  }
  if (text === "13,06,103,12") {
    const ways = [
      decimal(ask, 13.06, 103.12, "13.06° N 103.12° E"),
      { ...decimal(ask, 13.1, 103.2, "13°06' N 103°12' E"), format: "degrees_minutes" as const },
    ];
    return { readings: ways, problem: null };
  }
  return { readings: [], problem: `“${text}” is not understood here.` };
}

/** Answers a question for a position, and those beside it that say how it was given. */
export function putPosition(
  answers: Map<string, string>,
  path: string,
  stored: string,
  typed: PositionAsk,
) {
  const group = path.slice(0, path.lastIndexOf("/") + 1);
  const { format } = position(typed).readings.find((it) => it.stored === stored) ?? {};
  const degrees = typed.datum === "indian1960" ? "4131" : "4326";
  answers.set(path, stored);
  answers.set(`${group}coord_input`, format ? typed.text : "");
  answers.set(`${group}coord_epsg`, format === "utm" ? "32648" : format ? degrees : "");
}
