import { useEffect, useState } from "react";
import { host, type MapFile } from "../../host";
import { useText } from "../../locales/text";
import { useAsk } from "../use-ask";
import type { Behind as Ground } from "./style";

/** Which of the office's maps stands behind the points, kept while the program runs. */
let kept = "";

export interface Choice {
  files: MapFile[];
  name: string;
  choose: (name: string) => void;
  chosen: Ground | null;
  /** The chosen map says nothing of itself, so that the outlines stay. */
  broken: boolean;
}

/** The maps that can stand behind the points, and the chosen one with what it says of itself. */
export function useBehind(): Choice {
  const files = useAsk("maps", () => host().maps());
  const [name, setName] = useState(kept);
  const [chosen, setChosen] = useState<Ground | null>(null);
  const [broken, setBroken] = useState(false);
  const usable = (files.data ?? []).filter((file) => !file.unusable);
  const file = usable.find((one) => one.name === name);
  useEffect(() => {
    let current = true;
    setBroken(false);
    if (!file) {
      setChosen(null);
      return;
    }
    // What reads archives is a part of the map, and comes with it.
    import("./tiles")
      .then(({ describe }) => describe(file))
      .then(
        (described) => current && setChosen({ file, described }),
        () => current && setBroken(true),
      );
    return () => {
      current = false;
    };
  }, [file]);
  const choose = (next: string) => {
    kept = next;
    setName(next);
  };
  return { files: usable, name: file ? name : "", choose, chosen, broken };
}

/** The choice of what stands behind the points, and whose work that is. */
export function Behind({ behind }: { behind: Choice }) {
  const { t } = useText();
  const by = behind.chosen ? behind.chosen.described.by : t("map-outlines-by");
  return (
    <div className="map-behind">
      {behind.files.length > 0 && (
        <label>
          <span className="hint">{t("map-behind")}</span>
          <select
            className="input"
            value={behind.name}
            onChange={(event) => behind.choose(event.target.value)}
            data-testid="map-behind"
          >
            <option value="">{t("map-outlines")}</option>
            {behind.files.map((file) => (
              <option key={file.name} value={file.name}>
                {file.title}
              </option>
            ))}
          </select>
        </label>
      )}
      {behind.broken && (
        <p className="msg" data-tone="warn" role="status" data-testid="map-broken">
          {t("map-broken")}
        </p>
      )}
      {by && (
        <p className="hint" data-testid="map-by">
          {by}
        </p>
      )}
    </div>
  );
}
