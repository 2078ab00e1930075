import { useMemo } from "react";
import { useText } from "../../locales/text";
import { metresBetween, type Spot } from "./distance";
import { MapView } from "./map";
import type { Declared } from "./style";

interface Props {
  /** Where the record says that it was. */
  position: Spot;
  /** Where the place that it names is, as far as the list of places says. */
  declared?: Declared | null;
}

/** A small map of one position beside the place that was named, with the distance in words. */
export function PlaceMap({ position, declared = null }: Props) {
  const { t, number } = useText();
  const { lat, lon } = position;
  const label = t("place-map-position");
  const scene = useMemo(
    () => ({ points: [{ id: "position", label, lat, lon }], declared, behind: null }),
    [label, lat, lon, declared],
  );
  const metres = declared ? metresBetween(position, declared) : null;
  const words =
    declared && metres !== null
      ? metres < 1_000
        ? t("place-map-metres", { place: declared.label, metres: number(Math.round(metres)) })
        : t("place-map-kilometres", {
            place: declared.label,
            kilometres: number(Math.round(metres / 100) / 10),
          })
      : t("place-map-alone");
  return (
    <figure className="place-map" data-testid="place-map">
      <MapView scene={scene} label={t("place-map-label")} instead={null} />
      <figcaption className="muted" data-testid="place-map-words">
        {words}{" "}
        <span className="num">
          {fixed(lat)}, {fixed(lon)}
        </span>
      </figcaption>
    </figure>
  );
}

const fixed = (degrees: number) => degrees.toFixed(5);
