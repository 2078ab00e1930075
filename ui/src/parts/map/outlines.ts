/**
 * The outlines of countries (Natural Earth, public domain) that lie in the program. The whole world is coarse; the
 * countries near what is looked at are exact enough for a village at a border to stand on its own side. Five of them have
 * lines between their provinces too, as Natural Earth had them about 2013, simplified to some 400 metres.
 */
import type { Feature, FeatureCollection, MultiLineString, Point, Position } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import fineUrl from "world-atlas/countries-10m.json?url";
import coarseUrl from "world-atlas/countries-50m.json?url";
import { around, type Box, meets, wider } from "./box";
import { countryName, numberOf } from "./countries";
import provincesUrl from "./provinces.json?url";

type Named = { name: string };
type Atlas = Topology<{ countries: GeometryCollection<Named> }>;

export interface Outlines {
  land: FeatureCollection;
  borders: Feature<MultiLineString>;
  /** Lines between provinces, of the countries that are exact. */
  provinces: FeatureCollection;
  /** One point in each country, with its name. */
  names: FeatureCollection<Point, { name: string }>;
}

/** Degrees around what is looked at in which countries are exact. */
const NEAR = 2;

const none: FeatureCollection = { type: "FeatureCollection", features: [] };

const read: Record<string, Promise<unknown>> = {};

function asked<T>(url: string): Promise<T> {
  read[url] ??= fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`the outlines answered ${answer.status}`);
    return answer.json();
  });
  // What failed once is asked for again.
  read[url].catch(() => delete read[url]);
  return read[url] as Promise<T>;
}

const atlas = (url: string) => asked<Atlas>(url);

/** The coarse outlines of the world, with the names of countries in a language. */
export async function coarse(language: string): Promise<Outlines> {
  const world = await atlas(coarseUrl);
  const land = countriesOf(world);
  const borders = bordersOf(world, () => true);
  return { land, borders, provinces: none, names: namesOf(land, language) };
}

/** The box around a country by its two letters; null where the outlines do not have it. */
export async function boxOfCountry(code: string): Promise<Box | null> {
  const number = numberOf(code);
  if (!number) return null;
  const land = countriesOf(await atlas(coarseUrl));
  return boxIn(land, number);
}

/** The box around the country of this number. */
export function boxIn(land: FeatureCollection, number: string): Box | null {
  const rings = land.features.filter((one) => keyOf(one) === number).flatMap(parts);
  const corners = rings.map(boxOf).flatMap(([west, south, east, north]) => [
    { lon: west, lat: south },
    { lon: east, lat: north },
  ]);
  return around(corners);
}

/** The same with the countries near a box in detail. */
export async function fine(box: Box, language: string): Promise<Outlines> {
  const lines = asked<FeatureCollection>(provincesUrl).catch(() => none);
  const [world, exact, provinces] = await Promise.all([atlas(coarseUrl), atlas(fineUrl), lines]);
  return joined(world, exact, provinces, wider(box, NEAR), language);
}

export function joined(
  world: Atlas,
  exact: Atlas,
  provinces: FeatureCollection,
  box: Box,
  language: string,
): Outlines {
  const all = countriesOf(world);
  const near = new Set(
    all.features.filter((one) => parts(one).some((ring) => meets(boxOf(ring), box))).map(keyOf),
  );
  const chosen: Atlas = {
    ...exact,
    objects: {
      countries: {
        ...exact.objects.countries,
        geometries: exact.objects.countries.geometries.filter((one) => near.has(keyOf(one))),
      },
    },
  };
  const rest = all.features.filter((one) => !near.has(keyOf(one)));
  const land = { ...all, features: [...rest, ...countriesOf(chosen).features] };
  const far = bordersOf(world, (a, b) => !near.has(keyOf(a)) || !near.has(keyOf(b)));
  const lines = bordersOf(chosen, () => true).geometry.coordinates;
  far.geometry.coordinates.push(...lines);
  const inside = provinces.features.filter((one) => near.has(keyOf(one)));
  const names = namesOf(all, language);
  return { land, borders: far, provinces: { ...provinces, features: inside }, names };
}

/** Countries that are no state of their own have no number, but all have a name. */
const keyOf = (one: { id?: string | number; properties?: unknown }) =>
  String(one.id ?? (one.properties as Named | undefined)?.name ?? "");

function countriesOf(of: Atlas): FeatureCollection {
  return feature(of, of.objects.countries) as FeatureCollection;
}

function bordersOf(
  of: Atlas,
  wanted: (a: GeometryObject, b: GeometryObject) => boolean,
): Feature<MultiLineString> {
  const lines = mesh(of, of.objects.countries, (a, b) => a !== b && wanted(a, b));
  return { type: "Feature", properties: {}, geometry: lines };
}

/** The outer rings of a country, the first of them not always the largest. */
function parts(one: Feature): Position[][] {
  const { geometry } = one;
  if (geometry?.type === "Polygon") return geometry.coordinates.slice(0, 1);
  if (geometry?.type === "MultiPolygon")
    return geometry.coordinates.flatMap((polygon) => polygon.slice(0, 1));
  return [];
}

function boxOf(ring: Position[]): Box {
  const box: Box = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of ring) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** Twice the area of a ring, and its middle. */
function middle(ring: Position[]): { area: number; at: Position } {
  let [area, x, y] = [0, 0, 0];
  for (let at = 0; at + 1 < ring.length; at++) {
    const [ax = 0, ay = 0] = ring[at] ?? [];
    const [bx = 0, by = 0] = ring[at + 1] ?? [];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (area === 0) return { area: 0, at: ring[0] ?? [0, 0] };
  return { area: Math.abs(area), at: [x / (3 * area), y / (3 * area)] };
}

function namesOf(land: FeatureCollection, language: string): Outlines["names"] {
  const features = land.features.flatMap((one) => {
    const largest = parts(one)
      .map(middle)
      .sort((a, b) => b.area - a.area)[0];
    if (!largest) return [];
    const name = countryName(String(one.id ?? ""), (one.properties as Named).name, language);
    const point: Feature<Point, { name: string }> = {
      type: "Feature",
      properties: { name },
      geometry: { type: "Point", coordinates: largest.at },
    };
    return [point];
  });
  return { type: "FeatureCollection", features };
}
