import { act, fireEvent, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HostFault } from "../host";
import * as able from "../parts/map/able";
import { metresAt } from "../parts/map/aim";
import type { Box } from "../parts/map/box";
import { asked, find, get, gone, show } from "../testing/show";
import { spotOf, storedAt } from "./on-map";

const PATH = "where/position";
const CAMBODIA: Box = [102, 10, 108, 14];
/** Degrees that a dot of the map below is wide and high. */
const DOT = 0.0001;

interface FakeMap {
  canvas: HTMLCanvasElement;
  hear: (name: string, event: unknown) => void;
}

const drawn = vi.hoisted(() => ({
  maps: [] as FakeMap[],
  country: async (): Promise<Box | null> => null,
}));

/** A map that draws nothing and knows where its middle is. */
vi.mock("maplibre-gl", () => {
  class Fake {
    at = { lng: 0, lat: 0 };
    zoom = 0;
    hearers = new Map<string, ((event: unknown) => void)[]>();
    canvas = document.createElement("canvas");
    scrollZoom = { enable: () => {}, disable: () => {} };
    constructor(options: { container: HTMLElement }) {
      this.canvas.tabIndex = 0;
      this.canvas.setAttribute("role", "region");
      options.container.append(this.canvas);
      drawn.maps.push(this as unknown as FakeMap);
    }
    on(name: string, ...rest: unknown[]) {
      const hearer = rest.at(-1) as (event: unknown) => void;
      this.hearers.set(name, [...(this.hearers.get(name) ?? []), hearer]);
    }
    off() {}
    hear(name: string, event: unknown) {
      for (const hearer of this.hearers.get(name) ?? []) hearer(event);
    }
    getCanvas = () => this.canvas;
    getLayer = () => true;
    getSource = () => ({ setData: () => {} });
    queryRenderedFeatures = () => [];
    setStyle() {}
    remove() {
      this.canvas.remove();
    }
    getZoom = () => this.zoom;
    getCenter = () => ({ wrap: () => this.at });
    go(lng: number, lat: number, zoom = this.zoom) {
      this.at = { lng, lat };
      this.zoom = zoom;
      this.hear("move", {});
    }
    jumpTo(to: { center: [number, number]; zoom: number }) {
      this.go(...to.center, to.zoom);
    }
    easeTo({ center }: { center: { lng: number; lat: number } }) {
      this.go(center.lng, center.lat);
    }
    fitBounds([west, south, east, north]: Box) {
      this.go((west + east) / 2, (south + north) / 2, 6);
    }
    panBy([x, y]: [number, number]) {
      this.go(this.at.lng + x * 0.0001, this.at.lat - y * 0.0001);
    }
    zoomIn() {
      this.go(this.at.lng, this.at.lat, this.zoom + 1);
    }
    zoomOut() {
      this.go(this.at.lng, this.at.lat, this.zoom - 1);
    }
  }
  return { MapLibreMap: Fake, setWorkerUrl: () => {}, addProtocol: () => {} };
});
vi.mock("../parts/map/outlines", () => ({
  coarse: async () => Promise.reject(new Error("no file here")),
  fine: async () => Promise.reject(new Error("no file here")),
  boxOfCountry: () => drawn.country(),
}));

beforeEach(() => {
  drawn.maps = [];
  drawn.country = async () => CAMBODIA;
  vi.spyOn(able, "canDraw").mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

/** Opens the map by keys; gives the map once it is there. */
async function open(options: Parameters<typeof show>[1] = {}) {
  const shown = await show("/new/eore_session", options);
  (await find(`aim-${PATH}`)).focus();
  await shown.user.keyboard("{Enter}");
  const map = await made();
  await waitFor(() => expect(document.activeElement).toBe(map.canvas));
  return { ...shown, map };
}
async function made() {
  await waitFor(() => expect(drawn.maps).toHaveLength(1));
  const [map] = drawn.maps;
  if (!map) throw new Error("no map");
  return map;
}
const says = (words: string) => waitFor(() => expect(get("aim-at").textContent).toContain(words));
const box = () => get(`q-${PATH}`) as HTMLInputElement;
const axeIn = async (dialog: Element) => {
  const found = await axe.run(dialog, {
    // Nothing is painted here: colours are measured in tokens.test.ts.
    rules: { "color-contrast": { enabled: false } },
  });
  return found.violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html}`));
};

describe("where a map can be drawn", () => {
  test("the keyboard alone finds a place and takes it; undo takes it back", async () => {
    const { host, user } = await open();
    await says("Come closer");
    expect(get("aim-take").hasAttribute("disabled")).toBe(true);
    await user.keyboard("{Enter}");
    expect(asked(host, "draftSetOnMap")).toEqual([]);
    await user.keyboard("++++++++=-");
    await user.keyboard("{ArrowRight}{ArrowUp}{Shift>}{ArrowRight}{ArrowDown}{/Shift}");
    const [lat, lon] = [12 + 44 * DOT, 105 + 52 * DOT].map((degrees) => degrees.toFixed(6));
    await says(`Under the cross: ${lat}, ${lon}, within about ${metresAt(12, 14)} m`);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(gone("aim")).toBeNull());
    const stored = `${lat} ${lon} 0 ${metresAt(12, 14)}`;
    expect(asked(host, "draftSetOnMap").map(([, ...rest]) => rest)).toEqual([[PATH, stored]]);
    await waitFor(() => expect(box().value).toBe(`${lat}, ${lon}`));
    fireEvent.keyDown(window, { key: "z", ctrlKey: true });
    await waitFor(() => expect(box().value).toBe(""));
  });

  test("Escape leaves without an answer, and the focus is where it was", async () => {
    const { host, user } = await open();
    await says("Come closer");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(gone("aim")).toBeNull());
    expect(asked(host, "draftSetOnMap")).toEqual([]);
    await waitFor(() => expect(document.activeElement).toBe(get(`aim-${PATH}`)));
  });

  test("it begins where the position is, and a press moves the cross there", async () => {
    const { host, user } = await show("/new/eore_session");
    fireEvent.change(await find(`q-${PATH}`), { target: { value: "13.1, 103.2" } });
    fireEvent.blur(box());
    await waitFor(() => expect(box().value).toBe("13.100000, 103.200000"));
    await user.click(get(`aim-${PATH}`));
    const map = await made();
    await says("13.100000, 103.200000");
    act(() => map.hear("click", { point: { x: 1, y: 1 }, lngLat: { lng: 103.25, lat: 13.15 } }));
    await says("13.150000, 103.250000");
    await user.click(get("aim-take"));
    await waitFor(() => expect(box().value).toBe("13.150000, 103.250000"));
    const [, , stored] = asked(host, "draftSetOnMap").at(-1) ?? [];
    expect(stored).toBe(`13.150000 103.250000 0 ${metresAt(13.15, 14)}`);
  });

  test("a country that is found late does not move a map that somebody moved", async () => {
    let found = (_box: Box) => {};
    drawn.country = () =>
      new Promise((done) => {
        found = done;
      });
    const { user } = await open();
    await says("Come closer");
    await user.keyboard("++++++++");
    await says("Under the cross: 9.000000, 117.000000");
    await act(async () => found(CAMBODIA));
    await says("Under the cross: 9.000000, 117.000000");
  });

  test("what cannot be kept is told, and the cross stays", async () => {
    const { host, user } = await open();
    await says("Come closer");
    await user.keyboard("++++++++");
    host.failNext("draftSetOnMap", new HostFault("disk_full", "full"));
    await user.keyboard("{Enter}");
    await find("aim-fault");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(gone("aim")).toBeNull());
    await waitFor(() => expect(box().value).toBe("12.000000, 105.000000"));
  });

  test.each(["en", "km"])("axe finds nothing in %s", async (language) => {
    const { user } = await open({ language, maps: "some" });
    await user.keyboard("++++++++");
    await says("12.000000, 105.000000");
    expect(await axeIn(get("aim"))).toEqual([]);
  });
});

test("without WebGL 2 a word says what to do instead, and nothing can be taken", async () => {
  vi.spyOn(able, "canDraw").mockReturnValue(false);
  const { user } = await show("/new/eore_session");
  await user.click(await find(`aim-${PATH}`));
  expect((await find("map-none")).textContent).toContain("Type the position into its box instead.");
  expect(get("aim-take").hasAttribute("disabled")).toBe(true);
  expect(drawn.maps).toEqual([]);
  expect(await axeIn(get("aim"))).toEqual([]);
  await user.click(get("aim-leave"));
  await waitFor(() => expect(gone("aim")).toBeNull());
});

test("a place is stored as forms store positions, and read from it again", () => {
  expect(storedAt({ lat: 13.1, lon: 103.2 }, 19)).toBe("13.100000 103.200000 0 19");
  expect(spotOf("13.100000 103.200000 0 19")).toEqual({ lat: 13.1, lon: 103.2 });
  for (const none of ["", "near the pagoda", "13, 06, 103", "91 103", "13.1"])
    expect(spotOf(none)).toBeNull();
});

test("a hand aims better the closer it looks, and never within less than a metre", () => {
  expect(metresAt(0, 0)).toBe(313087);
  expect(metresAt(13, 14)).toBe(19);
  expect(metresAt(60, 14)).toBe(10);
  expect(metresAt(13, 22)).toBe(1);
});
