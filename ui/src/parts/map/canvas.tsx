import "maplibre-gl/dist/maplibre-gl.css";
import { Crosshair, Maximize, Minus, Plus } from "lucide-react";
import {
  type GeoJSONSource,
  MapLibreMap,
  type PointLike,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useRef, useState } from "react";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { type Aim, aimed } from "./aim";
import { around, type Box } from "./box";
import { coarse, fine, type Outlines } from "./outlines";
import { pointsOf, pressable, type Scene, styleOf } from "./style";
import { serveTiles } from "./tiles";

setWorkerUrl(workerUrl);
serveTiles();

/** A press so near is meant for a point. */
const NEAR_PX = 6;
/** So many points of a group are told. */
const LEAVES_MAX = 1_000;
/** Room for the names of points; on the right the buttons stand. */
const MARGIN_PX = { top: 48, bottom: 48, left: 48, right: 104 };
/** No closer than this when everything is to be seen. */
const CLOSE = 12;
const STEP_MS = 120;
/** From here on points have their names. */
const NAMED = 9;

interface Props {
  scene: Omit<Scene, "language" | "aims">;
  /** What the map shows, for whoever does not see it. */
  label: string;
  chosen: string[];
  choose?: (ids: string[]) => void;
  /** A position is looked for with its middle. */
  aim?: Aim;
  /** The map cannot be drawn after all. */
  failed: () => void;
}

/** The map itself. It is drawn anew when what stands behind it, the language or the theme changes. */
export default function MapCanvas({ scene, label, chosen, choose, aim, failed }: Props) {
  const { t, language } = useText();
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<MapLibreMap | null>(null);
  /** The map was just made with the style that would be put in. */
  const fresh = useRef(false);
  /** Somebody looks at a part of it, which a window of another size does not take away. */
  const held = useRef(false);
  const latest = useRef({ choose, aim, failed, scene });
  latest.current = { choose, aim, failed, scene };
  const [theme, setTheme] = useState(themeNow);
  const [near, setNear] = useState<Box | null>(null);
  const outlines = useOutlines(scene, language, near);
  const aims = aim !== undefined;
  const style = () => styleOf({ ...scene, language, aims }, outlines);

  useEffect(() => watchTheme(() => setTheme(themeNow())), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes is put in below
  useEffect(() => {
    const container = box.current;
    if (!container) return;
    const made = begin(container, style(), label, aims);
    if (!made) {
      latest.current.failed();
      return;
    }
    map.current = made;
    fresh.current = true;
    made.on("click", (event) => {
      void pressed(made, event.point).then((ids) => latest.current.choose?.(ids));
    });
    made.on("idle", () => {
      if (made.getLayer("points singles")) container.dataset.drawn = "true";
    });
    made.on("movestart", (event) => {
      if (event.originalEvent) held.current = true;
    });
    made.on("resize", () => {
      if (!held.current) show(made, latest.current.scene, false);
    });
    const canvas = made.getCanvas();
    const leave = aims ? aimed(made, () => latest.current.aim, setNear) : wheelWithFocus(made);
    const over = (is: boolean) => () => {
      canvas.style.cursor = is ? "pointer" : "";
    };
    for (const layer of pressable) {
      made.on("mouseenter", layer, over(true));
      made.on("mouseleave", layer, over(false));
    }
    return () => {
      map.current = null;
      leave();
      made.remove();
    };
  }, [language]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read anew
  useEffect(() => {
    const isFresh = fresh.current;
    fresh.current = false;
    if (!isFresh) map.current?.setStyle(style(), { diff: true });
  }, [scene, outlines, language, theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a map that was made anew is told too
  useEffect(() => {
    map.current?.getCanvas().setAttribute("aria-label", label);
  }, [label, language]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: chosen points are drawn over every new style
  useEffect(() => {
    const now = map.current;
    if (!now) return;
    const picked = new Set(chosen);
    const points = scene.points.filter((point) => picked.has(point.id));
    const put = () => {
      (now.getSource("chosen") as GeoJSONSource | undefined)?.setData(pointsOf(points));
    };
    put();
    now.on("styledata", put);
    return () => {
      now.off("styledata", put);
    };
  }, [chosen, scene, outlines, theme]);

  const [only] = chosen.length === 1 ? scene.points.filter((one) => one.id === chosen[0]) : [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map follows a choice, not what is around it
  useEffect(() => {
    const now = map.current;
    if (!now || !only) return;
    held.current = true;
    const zoom = Math.max(now.getZoom(), NAMED);
    now.easeTo({ center: [only.lon, only.lat], zoom, duration: STEP_MS });
  }, [only?.id]);

  const whole = around(places(scene));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box says all that matters of the points
  useEffect(() => {
    held.current = false;
    if (map.current) show(map.current, scene, false);
  }, [whole?.join(" "), language]);

  const step = (closer: boolean) => {
    held.current = true;
    if (closer) map.current?.zoomIn({ duration: STEP_MS });
    else map.current?.zoomOut({ duration: STEP_MS });
  };
  const showWhole = () => {
    held.current = false;
    if (map.current) show(map.current, scene, true);
  };
  return (
    <div className="map-frame">
      <div ref={box} className="map-canvas" data-testid="map-canvas" />
      {aim && <Crosshair className="map-aim" size={44} strokeWidth={1.5} aria-hidden />}
      <div className="map-buttons">
        <Button
          square
          aria-label={t("map-closer")}
          icon={<Plus size={18} aria-hidden />}
          onPress={() => step(true)}
          testid="map-closer"
        />
        <Button
          square
          aria-label={t("map-wider")}
          icon={<Minus size={18} aria-hidden />}
          onPress={() => step(false)}
          testid="map-wider"
        />
        {!aim && (
          <Button
            square
            aria-label={t("map-whole")}
            icon={<Maximize size={18} aria-hidden />}
            onPress={showWhole}
            testid="map-whole"
          />
        )}
      </div>
    </div>
  );
}

/** The wheel moves the page; over a map that has the focus it moves the map. Gives what there is to end. */
function wheelWithFocus(map: MapLibreMap): () => void {
  const canvas = map.getCanvas();
  canvas.addEventListener("focus", () => map.scrollZoom.enable());
  canvas.addEventListener("blur", () => map.scrollZoom.disable());
  return () => {};
}

const themeNow = () => document.documentElement.dataset.theme ?? "light";

function watchTheme(changed: () => void): () => void {
  const watch = new MutationObserver(changed);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => watch.disconnect();
}

/** The coarse outlines as soon as they are there, then those near the points, or near what is looked for. */
function useOutlines(scene: Props["scene"], language: string, near: Box | null): Outlines | null {
  const [outlines, setOutlines] = useState<Outlines | null>(null);
  const wanted = scene.behind === null;
  const whole = near ?? around(places(scene));
  const key = whole?.map((degrees) => Math.round(degrees)).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: whole degrees are near enough
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const put = (found: Outlines) => {
      if (current) setOutlines(found);
    };
    // Without outlines the points stand alone, which is still a map of them.
    const alone = () => {};
    void coarse(language)
      .then(put)
      .then(() => (whole ? fine(whole, language).then(put) : undefined))
      .catch(alone);
    return () => {
      current = false;
    };
  }, [key, wanted, language]);
  return outlines;
}

const places = ({ points, declared }: Props["scene"]) =>
  declared ? [...points, declared] : points;

function begin(
  container: HTMLElement,
  style: StyleSpecification,
  label: string,
  aims: boolean,
): MapLibreMap | null {
  try {
    return new MapLibreMap({
      container,
      style,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 18,
      fadeDuration: 0,
      scrollZoom: false,
      // Whoever aims moves less at a time than these keys do.
      keyboard: !aims,
      locale: { "Map.Title": label },
    });
  } catch {
    return null;
  }
}

/** Brings everything that is shown into view. */
function show(map: MapLibreMap, scene: Props["scene"], moving: boolean): void {
  const whole = around(places(scene));
  if (!whole) return;
  const [west, south, east, north] = whole;
  map.fitBounds(
    [
      [west, south],
      [east, north],
    ],
    { padding: MARGIN_PX, maxZoom: CLOSE, animate: moving, duration: STEP_MS },
  );
}

/** The points that a press is meant for: those near it, or all of a group. */
async function pressed(map: MapLibreMap, at: { x: number; y: number }): Promise<string[]> {
  const near: [PointLike, PointLike] = [
    [at.x - NEAR_PX, at.y - NEAR_PX],
    [at.x + NEAR_PX, at.y + NEAR_PX],
  ];
  const hit = map.queryRenderedFeatures(near, { layers: pressable });
  const groups = hit.filter((one) => one.properties.cluster);
  const inGroups = await Promise.all(
    groups.map((one) => {
      const source = map.getSource(one.source) as GeoJSONSource | undefined;
      return source?.getClusterLeaves(one.properties.cluster_id, LEAVES_MAX, 0);
    }),
  );
  const singles = hit.filter((one) => !one.properties.cluster);
  const all = [...inGroups.flatMap((leaves) => leaves ?? []), ...singles];
  return [...new Set(all.map((one) => String(one.properties?.id)))];
}
