import { act, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseHost, type PlaceBeside } from "../../host";
import { TextProvider } from "../../locales/text";
import { standIn } from "../../testing/standin";
import { archive } from "../../testing/standin/maps";
import * as able from "./able";
import { around, meets, wider } from "./box";
import { MapView } from "./map";
import { PlaceMap } from "./place-map";

/** A map that draws nothing and remembers what it was told. */
const drawn = vi.hoisted(() => ({ maps: [] as FakeMap[], fails: false, breaks: false }));

interface FakeMap {
  options: { style: { layers: { id: string }[]; sources: Record<string, { data?: unknown }> } };
  hear: (name: string, event: unknown) => void;
  hit: { properties: Record<string, unknown> }[];
  boxes: unknown[];
  removed: boolean;
}

vi.mock("maplibre-gl", () => {
  class Fake {
    hearers = new Map<string, ((event: unknown) => void)[]>();
    hit: FakeMap["hit"] = [];
    boxes: unknown[] = [];
    removed = false;
    canvas = document.createElement("div");
    scrollZoom = { enable: () => {}, disable: () => {} };
    constructor(public options: FakeMap["options"]) {
      if (drawn.fails) throw new Error("no context");
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
    getZoom = () => 5;
    getSource = () => ({
      setData: () => {},
      getClusterLeaves: async () => [
        { properties: { id: "rec-1" } },
        { properties: { id: "rec-2" } },
      ],
    });
    queryRenderedFeatures = () => this.hit;
    fitBounds = (box: unknown) => {
      if (drawn.breaks) throw new Error("no bounds");
      this.boxes.push(box);
    };
    easeTo = () => {};
    zoomIn = () => {};
    zoomOut = () => {};
    setStyle(style: FakeMap["options"]["style"]) {
      this.options = { ...this.options, style };
    }
    remove() {
      this.removed = true;
    }
  }
  return { MapLibreMap: Fake, setWorkerUrl: () => {}, addProtocol: () => {} };
});
vi.mock("./outlines", () => ({
  coarse: async () => Promise.reject(new Error("no file here")),
  fine: async () => Promise.reject(new Error("no file here")),
}));

const points = [
  { id: "rec-1", label: "ស៊ុង១", lat: 12.78, lon: 102.86 },
  { id: "rec-2", label: "ស្តៅ", lat: 12.9, lon: 102.9 },
];
const scene = { points, declared: null, behind: null };

function shown(choose: (ids: string[]) => void = () => {}) {
  return render(
    <TextProvider language="en">
      <MapView scene={scene} label="Two points" choose={choose} instead="See the list." />
    </TextProvider>,
  );
}

beforeEach(() => {
  drawn.maps = [];
  drawn.fails = false;
  drawn.breaks = false;
});
afterEach(() => vi.restoreAllMocks());

describe("where a map can be drawn", () => {
  beforeEach(() => {
    vi.spyOn(able, "canDraw").mockReturnValue(true);
  });

  async function made() {
    await waitFor(() => expect(drawn.maps).toHaveLength(1));
    const [map] = drawn.maps;
    if (!map) throw new Error("no map");
    return map;
  }

  test("it shows all points, grouped, with the program's own letters", async () => {
    const page = shown();
    const map = await made();
    const { style } = map.options;
    expect(style).toMatchObject({ sources: { points: { cluster: true } } });
    expect(JSON.stringify(style.sources.points?.data)).toContain("ស៊ុង១");
    expect(Object.keys(style)).not.toContain("glyphs");
    const faces = (style as unknown as { "font-faces": { Sala: { url: string }[] } })["font-faces"];
    expect(faces.Sala.some((face) => face.url.includes("khmer"))).toBe(true);
    expect(map.boxes[0]).toEqual([
      [102.86, 12.78],
      [102.9, 12.9],
    ]);
    page.unmount();
    expect(map.removed).toBe(true);
  });

  test("what waits stands in groups of its own, drawn otherwise than what counts", async () => {
    const waits = { id: "rec-3", label: "Ou Da", lat: 12.94, lon: 102.77, waits: true };
    render(
      <TextProvider language="en">
        <MapView scene={{ ...scene, points: [...points, waits] }} label="" instead="" />
      </TextProvider>,
    );
    const { style } = (await made()).options;
    const ids = (source: string) =>
      JSON.stringify(style.sources[source]?.data).match(/rec-\d/g) ?? [];
    expect([ids("points"), ids("waiting")]).toEqual([["rec-1", "rec-2"], ["rec-3"]]);
    const look = (id: string) => {
      const layer = style.layers.find((one) => one.id === id) as { paint?: unknown } | undefined;
      return layer?.paint;
    };
    expect(look("waiting singles")).not.toEqual(look("points singles"));
    expect(look("waiting groups")).not.toEqual(look("points groups"));
    // A figure of what lies below is never read on what lies over it.
    const at = (id: string) => style.layers.findIndex((one) => one.id === id);
    expect(at("waiting counts")).toBeGreaterThan(at("waiting groups"));
    expect(at("points groups")).toBeGreaterThan(at("waiting counts"));
    expect(at("points counts")).toBeGreaterThan(at("points groups"));
  });

  test("in a window of another size all is in view again, unless somebody looks at a part", async () => {
    const page = shown();
    const map = await made();
    const resized = () => {
      const before = map.boxes.length;
      map.hear("resize", {});
      return map.boxes.length - before;
    };
    expect(resized()).toBe(1);
    map.hear("movestart", {});
    expect(resized()).toBe(1);
    map.hear("movestart", { originalEvent: new Event("wheel") });
    expect(resized()).toBe(0);
    const press = (testid: string) => act(() => page.getByTestId(testid).click());
    press("map-whole");
    expect(resized()).toBe(1);
    press("map-closer");
    expect(resized()).toBe(0);
  });

  test("a press on a group or a point chooses what is there, a press beside them nothing", async () => {
    const chosen: string[][] = [];
    shown((ids) => chosen.push(ids));
    const map = await made();
    const press = async (hit: FakeMap["hit"]) => {
      map.hit = hit;
      await act(async () => map.hear("click", { point: { x: 10, y: 10 } }));
    };
    await press([{ properties: { cluster: true, cluster_id: 4 } }]);
    await press([{ properties: { id: "rec-2" } }, { properties: { id: "rec-2" } }]);
    await press([]);
    expect(chosen).toEqual([["rec-1", "rec-2"], ["rec-2"], []]);
  });

  test("a map that breaks takes nothing else with it", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    drawn.breaks = true;
    const page = shown();
    expect(await page.findByTestId("map-none")).toBeTruthy();
  });

  test("a window that cannot draw it after all says so", async () => {
    drawn.fails = true;
    const page = shown();
    const said = await page.findByTestId("map-none");
    expect(said.textContent).toContain("See the list.");
  });
});

test("without WebGL 2 there is a word in its place, and nothing large is loaded", async () => {
  const page = shown();
  expect((await page.findByTestId("map-none")).textContent).toBe(
    "This window cannot draw maps: they need WebGL 2, which its graphics driver does not have. See the list.",
  );
  expect(drawn.maps).toEqual([]);
});

describe("a position beside the village that its record names", () => {
  const village = { place: "Sung", lat: 12.88, lon: 102.86, metres: 11_120 };
  const beside = { path: "where/position", lat: 12.78, lon: 102.86, village };
  const page = (of: PlaceBeside) =>
    render(
      <TextProvider language="en">
        <PlaceMap beside={of} />
      </TextProvider>,
    );

  test.each([
    [beside, "The position is 11.1 km from Sung."],
    [{ ...beside, village: { ...village, metres: 640 } }, "The position is 640 m from Sung."],
    [{ ...beside, village: null }, "The list of places does not say where the named place is."],
  ])("is told in words, with its degrees", async (of, words) => {
    const said = (await page(of).findByTestId("place-beside")).textContent;
    expect(said).toBe(`${words}12.78000, 102.86000`);
  });

  test("is drawn with the way to it once the record stays, and tells a reader what it shows", async () => {
    vi.spyOn(able, "canDraw").mockReturnValue(true);
    page(beside);
    expect(drawn.maps, "the record is painted first").toEqual([]);
    await waitFor(() => expect(drawn.maps).toHaveLength(1));
    const [map] = drawn.maps;
    expect(JSON.stringify(map?.options.style.sources.declared?.data)).toContain("Sung");
    expect(map?.options).toMatchObject({
      locale: { "Map.Title": "The position is 11.1 km from Sung." },
    });
  });

  test("is not drawn for whoever goes on sooner", async () => {
    const asked = vi.spyOn(able, "canDraw").mockReturnValue(true);
    vi.useFakeTimers();
    page(beside).unmount();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(asked).not.toHaveBeenCalled();
  });

  test("has nothing but its words where no map can be drawn", async () => {
    const asked = vi.spyOn(able, "canDraw").mockReturnValue(false);
    const shown = page(beside);
    await waitFor(() => expect(asked).toHaveBeenCalled());
    await waitFor(() => expect(shown.container.querySelector(".map-frame")).toBeNull());
    expect(shown.queryByTestId("map-none")).toBeNull();
    expect(shown.getByTestId("place-beside").textContent).toContain("11.1 km");
  });
});

test("a box is around its places, and no wider than the earth", () => {
  expect(around([])).toBeNull();
  expect(around(points)).toEqual([102.86, 12.78, 102.9, 12.9]);
  expect(wider([-179, -89, 179, 89], 2)).toEqual([-180, -90, 180, 90]);
  expect(meets([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true);
  expect(meets([0, 0, 1, 1], [2, 0, 3, 1])).toBe(false);
});

describe("a map that the office brought", () => {
  test("is read piece by piece through the program", async () => {
    const host = standIn({ maps: "some" });
    chooseHost(host);
    const { addressOf, describe: describeMap, tile } = await import("./tiles");
    const [file] = await host.maps();
    if (!file) throw new Error("no map");
    expect(await describeMap(file)).toEqual({ layers: [], by: "© A survey" });
    const url = addressOf(file);
    expect(url).toBe("sala-map://Battambang%202026.pmtiles/{z}/{x}/{y}");
    const at = (z: number) => url.replace("{z}", String(z)).replace("{x}/{y}", "0/0");
    const picture = new Uint8Array((await tile(at(0))) ?? []);
    expect([...picture.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    expect(archive().subarray(-picture.length)).toEqual(picture);
    expect(await tile(at(5))).toBeNull();
    expect(await tile("sala-map://elsewhere/0/0/0")).toBeNull();
  });
});
