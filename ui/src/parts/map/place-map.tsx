import { useEffect, useMemo, useState } from "react";
import type { PlaceBeside, VillageBeside } from "../../host";
import { useText } from "../../locales/text";
import { canDraw, cannotDraw } from "./able";
import { MapView } from "./map";
import type { Declared, Scene } from "./style";

/** A record stays so long before its map is drawn: whoever goes on to the next one never waits for it. */
const STAYS_MS = 250;
const METRES_OF_KM = 1000;

/** Where a record was beside the village that it names: the distance in words, and a small map where one can be drawn. */
export function PlaceMap({ beside }: { beside: PlaceBeside }) {
  const { t } = useText();
  const distance = useDistance(beside.village);
  const scene = useScene(beside);
  const drawing = useDrawing();
  const room = <div className="map-frame" aria-hidden />;
  if (!scene) return null;
  return (
    <figure className="place-map" data-testid="place-map">
      <figcaption data-testid="place-beside">
        <span className="block">{distance ?? t("place-map-alone")}</span>
        <span className="muted num">
          {scene.points.map(({ lat, lon }) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`)}
        </span>
      </figcaption>
      {drawing === null && room}
      {drawing && (
        <MapView
          scene={scene}
          label={distance ?? t("place-map-label")}
          waiting={room}
          instead={null}
        />
      )}
    </figure>
  );
}

/** Whether the map is to be drawn; null until the record has stayed, or it is known that none can be. */
function useDrawing(): boolean | null {
  const [drawing, setDrawing] = useState(() => (cannotDraw() ? false : null));
  useEffect(() => {
    const stayed = window.setTimeout(() => setDrawing(canDraw()), STAYS_MS);
    return () => window.clearTimeout(stayed);
  }, []);
  return drawing;
}

function useDistance(village: VillageBeside | null): string | null {
  const { t, number } = useText();
  if (!village) return null;
  const { metres, place } = village;
  const far = metres >= METRES_OF_KM;
  const figure = far ? Math.round(metres / 100) / 10 : metres;
  return t(far ? "place-beside-km" : "place-beside-m", { figure: number(figure), place });
}

function useScene({ lat, lon, village }: PlaceBeside): Omit<Scene, "language"> | null {
  const { t } = useText();
  const label = t("place-map-position");
  const { place = "", lat: villageLat = null, lon: villageLon = null } = village ?? {};
  return useMemo(() => {
    if (lat === null || lon === null) return null;
    const declared: Declared | null =
      villageLat === null || villageLon === null
        ? null
        : { label: place, lat: villageLat, lon: villageLon };
    return { points: [{ id: "position", label, lat, lon }], declared, behind: null };
  }, [label, lat, lon, place, villageLat, villageLon]);
}
