import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { countryName } from "./countries";
import { joined } from "./outlines";

const read = (name: string) =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`world-atlas/${name}`), "utf8"));

/** Numbers of countries; a few that are no state of their own have none. */
const ids = (of: { features: { id?: string | number }[] }) =>
  of.features.flatMap((one) => one.id ?? []);
const signs = (value: unknown) => JSON.stringify(value).length;

test("countries near what is looked at are in detail, the others coarse, each once", () => {
  const [world, exact] = [read("countries-110m.json"), read("countries-50m.json")];
  const { land, borders, names } = joined(world, exact, [102, 12, 105, 14], "en");
  const found = ids(land);
  expect(new Set(found).size).toBe(found.length);
  expect(found).toContain("250");
  const of = (id: string) => land.features.find((one) => one.id === id);
  const far = joined(world, exact, [-60, -40, -58, -38], "en").land;
  const coarse = far.features.find((one) => one.id === "116");
  expect(signs(of("116"))).toBeGreaterThan(2 * signs(coarse));
  expect(borders.geometry.coordinates.length).toBeGreaterThan(100);
  const cambodia = names.features.find((one) => one.properties.name === "Cambodia");
  const [lon = 0, lat = 0] = cambodia?.geometry.coordinates ?? [];
  expect([Math.round(lon), Math.round(lat)]).toEqual([105, 13]);
});

test("a country has its name in the language, or at least in English", () => {
  expect(countryName("116", "Cambodia", "en")).toBe("Cambodia");
  expect(countryName("764", "Thailand", "th")).toBe("ไทย");
  expect(countryName("", "Somaliland", "km")).toBe("Somaliland");
  expect(countryName("116", "Cambodia", "not a language")).toBe("Cambodia");
});
