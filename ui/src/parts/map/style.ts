/** What a map draws: an outline of the world or the office's own map, and over it the points. */
import type { Feature, FeatureCollection, LineString, Point } from "geojson";
import type {
  ExpressionFilterSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { MapFile } from "../../host";
import type { Spot } from "./box";
import { fontFaces, LETTERS } from "./fonts";
import type { Outlines } from "./outlines";
import { addressOf, type Described } from "./tiles";

/** A point on a map. */
export interface MapPoint extends Spot {
  id: string;
  /** Its words where there is room for them. */
  label: string;
  /** Its record does not count yet: it is drawn hollow, and never in one group with what counts. */
  waits?: boolean;
}

/** The points that count and those that wait, each with the marks of its own. */
export const KINDS = ["points", "waiting"] as const;

/** Where a point should be, as its record says. */
export interface Declared extends Spot {
  label: string;
}

/** What stands behind the points. */
export interface Behind {
  file: MapFile;
  described: Described;
}

export interface Scene {
  points: MapPoint[];
  declared: Declared | null;
  behind: Behind | null;
  language: string;
  /** A cross stands in the middle, and names of countries above where it may lie. */
  aims?: boolean;
}

const empty: FeatureCollection = { type: "FeatureCollection", features: [] };

/** A colour of the theme. */
export function colour(name: string): string {
  const style = getComputedStyle(document.documentElement);
  return style.getPropertyValue(`--${name}`).trim() || "#888888";
}

export function pointsOf(points: MapPoint[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: points.map(({ id, label, lat, lon }) => ({
      type: "Feature",
      properties: { id, label },
      geometry: { type: "Point", coordinates: [lon, lat] },
    })),
  };
}

function wayTo(points: MapPoint[], { lat, lon, label }: Declared): FeatureCollection {
  const there: Feature<Point> = {
    type: "Feature",
    properties: { label },
    geometry: { type: "Point", coordinates: [lon, lat] },
  };
  const lines = points.map(
    (point): Feature<LineString> => ({
      type: "Feature",
      properties: {},
      geometry: {
        type: "LineString",
        coordinates: [
          [point.lon, point.lat],
          [lon, lat],
        ],
      },
    }),
  );
  return { type: "FeatureCollection", features: [...lines, there] };
}

/** The words of a layer, shaped with the program's own letters. */
const words = (field: unknown, size: number) => ({
  "text-field": field as never,
  "text-font": [LETTERS],
  "text-size": size,
  "text-max-width": 9,
});

/** How far above its place a name stands clear of the cross. */
const CLEAR_PX = 36;

const halo = (ink: string) => ({
  "text-color": colour(ink),
  "text-halo-color": colour("surface"),
  "text-halo-width": 1.5,
});

export function styleOf(scene: Scene, outlines: Outlines | null): StyleSpecification {
  const [sources, layers] = scene.behind
    ? brought(scene.behind, scene.language)
    : outlined(outlines, scene.aims === true);
  return {
    version: 8,
    "font-faces": fontFaces(),
    sources: {
      ...sources,
      points: grouped(scene, false),
      waiting: grouped(scene, true),
      chosen: { type: "geojson", data: empty },
      declared: {
        type: "geojson",
        data: scene.declared ? wayTo(scene.points, scene.declared) : empty,
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("map-sea") } },
      ...layers,
      ...over(),
    ],
  };
}

/** The points that count, or those that wait, in groups where they are many. */
function grouped({ points, declared }: Scene, waiting: boolean): SourceSpecification {
  return {
    type: "geojson",
    data: pointsOf(points.filter(({ waits = false }) => waits === waiting)),
    cluster: declared === null,
    clusterRadius: 44,
    clusterMaxZoom: 14,
  };
}

type Ground = [Record<string, SourceSpecification>, LayerSpecification[]];

function outlined(outlines: Outlines | null, aims: boolean): Ground {
  const sources: Ground[0] = {
    land: { type: "geojson", data: outlines?.land ?? empty },
    borders: { type: "geojson", data: outlines?.borders ?? empty },
    provinces: { type: "geojson", data: outlines?.provinces ?? empty },
    names: { type: "geojson", data: outlines?.names ?? empty },
  };
  return [
    sources,
    [
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("map-land") } },
      {
        id: "coast",
        type: "line",
        source: "land",
        paint: { "line-color": colour("map-line"), "line-width": 0.75 },
      },
      {
        id: "provinces",
        type: "line",
        source: "provinces",
        minzoom: 4,
        paint: { "line-color": colour("map-line"), "line-width": 0.75 },
      },
      {
        id: "borders",
        type: "line",
        source: "borders",
        paint: { "line-color": colour("edge"), "line-width": 1.25, "line-dasharray": [4, 2] },
      },
      {
        id: "countries",
        type: "symbol",
        source: "names",
        layout: words(["get", "name"], 13),
        paint: { ...halo("ink-2"), "text-translate": [0, aims ? -CLEAR_PX : 0] },
      },
    ],
  ];
}

/** The kinds of layers that maps have, told by what their names usually are. */
const kinds: [kind: string, names: RegExp][] = [
  ["water", /water|ocean|sea|river|lake/i],
  ["road", /road|transport|street|highway|rail/i],
  ["border", /bound|admin|border/i],
  ["house", /build/i],
  ["land", /earth|land|park|wood|cover|natural/i],
];

const kindOf = (layer: string) => kinds.find(([, names]) => names.test(layer))?.[0] ?? "other";

function brought({ file, described }: Behind, language: string): Ground {
  const common = {
    tiles: [addressOf(file)],
    minzoom: file.min_zoom,
    maxzoom: file.max_zoom,
    bounds: [file.west ?? -180, file.south ?? -90, file.east ?? 180, file.north ?? 90] as [
      number,
      number,
      number,
      number,
    ],
  };
  if (!file.is_vector) {
    const source: SourceSpecification = { type: "raster", tileSize: 256, ...common };
    return [{ brought: source }, [{ id: "brought", type: "raster", source: "brought" }]];
  }
  const order = ["land", "other", "water", "house", "border", "road"];
  const sorted = [...described.layers].sort(
    (a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)),
  );
  const source: SourceSpecification = { type: "vector", ...common };
  const layers = [
    ...sorted.flatMap((layer) => areasAndLines(layer)),
    ...sorted.map((layer) => placeNames(layer, language)),
  ];
  return [{ brought: source }, layers];
}

/** Features of a kind, of one piece or of several. */
const isOf = (kind: string): ExpressionFilterSpecification => [
  "in",
  ["geometry-type"],
  ["literal", [kind, `Multi${kind}`]],
];

function areasAndLines(layer: string): LayerSpecification[] {
  const kind = kindOf(layer);
  const fill = { water: "map-sea", land: "map-land", house: "line-2" }[kind];
  const line = { water: "map-line", road: "warn-fill", border: "edge" }[kind] ?? "map-line";
  const of = { source: "brought", "source-layer": layer };
  const lines: LayerSpecification = {
    id: `${layer} lines`,
    type: "line",
    ...of,
    filter: isOf("LineString"),
    paint: {
      "line-color": colour(line),
      "line-width": kind === "road" ? 1.5 : 1,
      ...(kind === "border" ? { "line-dasharray": [4, 2] } : {}),
    },
  };
  const areas: LayerSpecification = {
    id: `${layer} areas`,
    type: "fill",
    ...of,
    filter: isOf("Polygon"),
    paint: { "fill-color": colour(fill ?? "line"), "fill-opacity": fill ? 1 : 0.4 },
  };
  return [areas, lines];
}

/** Names of points, in the language where the map has it. */
function placeNames(layer: string, language: string): LayerSpecification {
  const name = [
    "coalesce",
    ["get", `name:${language}`],
    ["get", `name_${language}`],
    ["get", "name"],
  ];
  return {
    id: `${layer} names`,
    type: "symbol",
    source: "brought",
    "source-layer": layer,
    filter: isOf("Point"),
    layout: words(name, 13),
    paint: halo("ink-2"),
  };
}

/** The points, their groups and what is chosen among them. What counts lies over what waits, with all that is written. */
function over(): LayerSpecification[] {
  return [
    {
      id: "way",
      type: "line",
      source: "declared",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colour("ink-2"), "line-width": 2, "line-dasharray": [2, 1.5] },
    },
    {
      id: "declared",
      type: "circle",
      source: "declared",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 9,
        "circle-color": colour("surface"),
        "circle-stroke-color": colour("info"),
        "circle-stroke-width": 3,
      },
    },
    ...[...KINDS].reverse().flatMap((kind) => [...marks(kind), counts(kind)]),
    {
      id: "chosen",
      type: "circle",
      source: "chosen",
      paint: {
        "circle-color": colour("warn-fill"),
        "circle-radius": 8,
        "circle-stroke-color": colour("ink"),
        "circle-stroke-width": 2,
      },
    },
    ...[...KINDS].reverse().map(labels),
    {
      id: "declared label",
      type: "symbol",
      source: "declared",
      filter: ["==", ["geometry-type"], "Point"],
      layout: { ...words(["get", "label"], 14), "text-offset": [0, 0.8], "text-anchor": "top" },
      paint: halo("ink"),
    },
  ];
}

type PointKind = (typeof KINDS)[number];

const isGroup = ["has", "point_count"] as never;
const isSingle = ["!", ["has", "point_count"]] as never;

/** The layers that are pressed. */
export const pressable = KINDS.flatMap((kind) => [`${kind} groups`, `${kind} singles`]);

/** Full circles for what counts, rings for what waits. */
function marks(kind: PointKind): LayerSpecification[] {
  const [inside, edge] = kind === "points" ? ["fill", "surface"] : ["surface", "fill"];
  const look = {
    "circle-color": colour(inside),
    "circle-stroke-color": colour(edge),
    "circle-stroke-width": kind === "points" ? 2 : 3,
  };
  return [
    {
      id: `${kind} groups`,
      type: "circle",
      source: kind,
      filter: isGroup,
      paint: {
        "circle-radius": ["step", ["get", "point_count"], 15, 10, 19, 100, 24, 1000, 30],
        ...look,
      },
    },
    {
      id: `${kind} singles`,
      type: "circle",
      source: kind,
      filter: isSingle,
      paint: { "circle-radius": 7, ...look },
    },
  ];
}

/** How many a group has. */
function counts(kind: PointKind): LayerSpecification {
  return {
    id: `${kind} counts`,
    type: "symbol",
    source: kind,
    filter: isGroup,
    layout: { ...words(["get", "point_count_abbreviated"], 13), "text-allow-overlap": true },
    paint: { "text-color": kind === "points" ? "#ffffff" : colour("ink") },
  };
}

/** What a point is called. */
function labels(kind: PointKind): LayerSpecification {
  return {
    id: `${kind} labels`,
    type: "symbol",
    source: kind,
    filter: isSingle,
    minzoom: 9,
    layout: { ...words(["get", "label"], 14), "text-offset": [0, 0.7], "text-anchor": "top" },
    paint: halo("ink"),
  };
}
