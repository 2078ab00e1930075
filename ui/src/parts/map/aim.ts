/** A map whose middle is aimed at a place: moved by mouse or keys, and taken with Enter. */
import type { MapLibreMap } from "maplibre-gl";
import { type Box, type Spot, wider } from "./box";
import { boxOfCountry } from "./outlines";

/** What a map says of its middle, and to whom. */
export interface Aim {
  /** Where it begins; the country as a whole where that is not known. */
  start: Spot | null;
  /** By its two letters. */
  country: string;
  /** Where the middle is now, and within how many metres a hand can aim there. */
  moved: (at: Spot, metres: number) => void;
  /** Enter was pressed. */
  take: () => void;
}

/** How far an arrow key moves the map, and how far with Shift. */
const STEP_PX = 48;
const SMALL_STEP_PX = 4;
/** A hand aims no better than this. */
const HAND_PX = 4;
const STEP_MS = 120;
/** Where a position that was answered before is looked at from. */
const CLOSE = 14;
/** Degrees around a place in which a map is detailed. */
const NEAR = 0.5;
/** Around the equator, in metres, and the pixels that a map of level 0 is wide. */
const EQUATOR_M = 40_075_017;
const WORLD_PX = 512;
/** South-East Asia, where the country is not known. */
const REGION: Box = [92, -11, 142, 29];

const arrows: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Within how many metres a hand aims at this latitude and level of detail. */
export function metresAt(lat: number, zoom: number): number {
  const dot = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom);
  return Math.max(1, Math.ceil(dot * HAND_PX));
}

/** Has a map aimed; `near` hears where it begins. Gives what ends it. */
export function aimed(
  map: MapLibreMap,
  latest: () => Aim | undefined,
  near: (box: Box) => void,
): () => void {
  const held = { now: false };
  const tell = () => {
    const { lat, lng } = map.getCenter().wrap();
    latest()?.moved({ lat, lon: lng }, metresAt(lat, map.getZoom()));
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!pressed(map, event, latest)) return;
    held.now = true;
    event.preventDefault();
    event.stopPropagation();
  };
  const canvas = map.getCanvas();
  canvas.addEventListener("keydown", press);
  map.scrollZoom.enable();
  map.on("move", tell);
  map.on("movestart", (event) => {
    if (event.originalEvent) held.now = true;
  });
  map.on("click", (event) => {
    held.now = true;
    map.easeTo({ center: event.lngLat, duration: STEP_MS });
  });
  void begin(map, latest(), near, () => held.now);
  // A dialog that opens takes the focus first.
  const focusing = requestAnimationFrame(() => canvas.focus());
  return () => {
    held.now = true;
    cancelAnimationFrame(focusing);
    canvas.removeEventListener("keydown", press);
  };
}

/** Does what a key asks for; false where it asks for nothing. */
function pressed(map: MapLibreMap, event: KeyboardEvent, latest: () => Aim | undefined): boolean {
  const arrow = arrows[event.key];
  if (arrow) {
    const step = event.shiftKey ? SMALL_STEP_PX : STEP_PX;
    map.panBy([arrow[0] * step, arrow[1] * step], { animate: false });
    return true;
  }
  if (event.key === "+" || event.key === "=") map.zoomIn({ animate: false });
  else if (event.key === "-" || event.key === "_") map.zoomOut({ animate: false });
  else if (event.key === "Enter") latest()?.take();
  else return false;
  return true;
}

/** Shows where the map begins: the position that was answered, or the country unless somebody moved it meanwhile. */
async function begin(
  map: MapLibreMap,
  aim: Aim | undefined,
  near: (box: Box) => void,
  isHeld: () => boolean,
): Promise<void> {
  if (aim?.start) {
    const { lat, lon } = aim.start;
    near(wider([lon, lat, lon, lat], NEAR));
    map.jumpTo({ center: [lon, lat], zoom: CLOSE });
    return;
  }
  map.fitBounds(REGION, { animate: false });
  const box = await boxOfCountry(aim?.country ?? "").catch(() => null);
  if (!box || isHeld()) return;
  near(box);
  map.fitBounds(box, { animate: false });
}
