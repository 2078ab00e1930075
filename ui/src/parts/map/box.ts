/** A place on the earth, in degrees of WGS 84. */
export interface Spot {
  lat: number;
  lon: number;
}

/** West, south, east and north of some places; null where there is none. */
export type Box = [west: number, south: number, east: number, north: number];

export function around(spots: Spot[]): Box | null {
  if (spots.length === 0) return null;
  const box: Box = [180, 90, -180, -90];
  for (const { lat, lon } of spots) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** A box with so many degrees more on each side. */
export function wider([west, south, east, north]: Box, by: number): Box {
  return [
    Math.max(-180, west - by),
    Math.max(-90, south - by),
    Math.min(180, east + by),
    Math.min(90, north + by),
  ];
}

export const meets = (a: Box, b: Box) =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
