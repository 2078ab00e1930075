import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FeatureCollection, MultiLineString } from "geojson";
import { expect, test } from "vitest";
import { countryName, numberOf } from "./countries";
import { boxIn, joined } from "./outlines";
import lines from "./provinces.json";

const read = (name: string) =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`world-atlas/${name}`), "utf8"));

const provinces = lines as FeatureCollection<MultiLineString>;

/** Numbers of countries; a few that are no state of their own have none. */
const ids = (of: { features: { id?: string | number }[] }) =>
  of.features.flatMap((one) => one.id ?? []);
const signs = (value: unknown) => JSON.stringify(value).length;

test("countries near what is looked at are in detail, the others coarse, each once", () => {
  const [world, exact] = [read("countries-110m.json"), read("countries-50m.json")];
  const { land, borders, names } = joined(world, exact, provinces, [102, 12, 105, 14], "en");
  const found = ids(land);
  expect(new Set(found).size).toBe(found.length);
  expect(found).toContain("250");
  const of = (id: string) => land.features.find((one) => one.id === id);
  const far = joined(world, exact, provinces, [-60, -40, -58, -38], "en").land;
  const coarse = far.features.find((one) => one.id === "116");
  expect(signs(of("116"))).toBeGreaterThan(2 * signs(coarse));
  expect(borders.geometry.coordinates.length).toBeGreaterThan(100);
  const cambodia = names.features.find((one) => one.properties.name === "Cambodia");
  const [lon = 0, lat = 0] = cambodia?.geometry.coordinates ?? [];
  expect([Math.round(lon), Math.round(lat)]).toEqual([105, 13]);
});

test("a country is found by its two letters, with the box around all of it", () => {
  const { land } = joined(
    read("countries-110m.json"),
    read("countries-50m.json"),
    provinces,
    [-60, -40, -58, -38],
    "en",
  );
  const around = (code: string) =>
    boxIn(land, numberOf(code) ?? "none")?.map((degrees) => Math.round(degrees));
  expect(around("KH")).toEqual([102, 10, 108, 15]);
  expect(around("ID")).toEqual([95, -10, 141, 5]);
  expect(around("XX")).toBeUndefined();
});

test("a country has its name in the language, or at least in English", () => {
  expect(countryName("116", "Cambodia", "en")).toBe("Cambodia");
  expect(countryName("764", "Thailand", "th")).toBe("ไทย");
  expect(countryName("", "Somaliland", "km")).toBe("Somaliland");
  expect(countryName("116", "Cambodia", "not a language")).toBe("Cambodia");
});

test("countries near what is looked at have the lines between their provinces, and others none", () => {
  const [world, exact] = [read("countries-110m.json"), read("countries-50m.json")];
  const within = (box: [number, number, number, number]) =>
    ids(joined(world, exact, provinces, box, "en").provinces).sort();
  // A country is near when the box around it is.
  expect(within([104, 12, 105, 13])).toEqual(["116", "704", "764"]);
  expect(within([100, 10, 108, 20])).toEqual(["104", "116", "418", "704", "764"]);
  expect(within([-60, -40, -58, -38])).toEqual([]);
});

test("the lines between provinces lie within their countries, and are not too exact to ship", () => {
  const boxes: Record<string, [number, number, number, number]> = {
    "104": [92, 9, 102, 29],
    "116": [102, 9, 108, 15],
    "418": [100, 13, 108, 23],
    "704": [102, 8, 110, 24],
    "764": [97, 5, 106, 21],
  };
  for (const one of provinces.features) {
    const [west, south, east, north] = boxes[String(one.id)] ?? [0, 0, 0, 0];
    const points = one.geometry.coordinates.flat();
    expect(one.geometry.coordinates.length).toBeGreaterThan(20);
    expect(
      points.every(([x = 0, y = 0]) => x >= west && x <= east && y >= south && y <= north),
    ).toBe(true);
  }
  expect(JSON.stringify(lines).length).toBeLessThan(150_000);
});
