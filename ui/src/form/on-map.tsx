import { MapPinned } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { host, type NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { faultKey } from "../parts/fault";
import { canDraw } from "../parts/map/able";
import { Behind, useBehind } from "../parts/map/behind";
import type { Spot } from "../parts/map/box";
import { MapView } from "../parts/map/map";
import { useSession } from "../parts/session";
import { useAnswer, useSheet } from "./context";

/** A position that a hand aims no better at than this is none. */
const FAR_M = 250;

/** The place of a stored position; null where what is stored is none. */
export function spotOf(stored: string): Spot | null {
  const [lat, lon] = stored.split(" ").map(Number);
  if (lat === undefined || lon === undefined) return null;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** A position as forms store it, with the metres within which it is known. */
export const storedAt = ({ lat, lon }: Spot, metres: number) =>
  `${lat.toFixed(6)} ${lon.toFixed(6)} 0 ${metres}`;

/** Answers a position with a place on the map. */
export function OnMap({ node, onTaken }: { node: NodeView; onTaken: () => void }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button
        icon={<MapPinned size={18} aria-hidden />}
        onPress={() => setOpen(true)}
        testid={`aim-${node.path}`}
      >
        {t("aim-open")}
      </Button>
      <Dialog open={open} onClose={close} title={t("aim-title")} wide testid="aim">
        <Aiming node={node} close={close} onTaken={onTaken} />
      </Dialog>
    </>
  );
}

interface Aimed extends Spot {
  metres: number;
}

/** The map, what is under its cross, and the press that takes it. */
function Aiming(props: { node: NodeView; close: () => void; onTaken: () => void }) {
  const { t } = useText();
  const { country } = useSession();
  const behind = useBehind();
  const [start] = useState(spotOf(useAnswer(props.node)));
  const [at, setAt] = useState<Aimed | null>(null);
  const { take, fault } = useTaking(at, props);
  const scene = useMemo(
    () => ({ points: [], declared: null, behind: behind.chosen }),
    [behind.chosen],
  );
  const far = at !== null && at.metres > FAR_M;
  return (
    <div className="aim">
      <div className="aim-stage">
        <MapView
          scene={scene}
          label={t("aim-label")}
          aim={{ start, country, take, moved: (spot, metres) => setAt({ ...spot, metres }) }}
          waiting={<div className="map-frame" aria-hidden />}
          instead={t("aim-instead")}
        />
        <p role="status" data-testid="aim-at">
          {at &&
            (far
              ? t("aim-far", { count: at.metres })
              : t("aim-at", { point: pointOf(at), count: at.metres }))}
        </p>
        {fault && (
          <p className="msg" data-tone="bad" role="alert" data-testid="aim-fault">
            {t(fault)}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" isDisabled={!at || far} onPress={take} testid="aim-take">
            {t("aim-take")}
          </Button>
          <Button onPress={props.close} testid="aim-leave">
            {t("cancel")}
          </Button>
        </div>
      </div>
      {canDraw() && <p className="hint">{t("aim-how")}</p>}
      <Behind behind={behind} />
    </div>
  );
}

const pointOf = ({ lat, lon }: Spot) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`;

/** Takes what is under the cross, once. */
function useTaking(
  at: Aimed | null,
  { node, close, onTaken }: { node: NodeView; close: () => void; onTaken: () => void },
) {
  const sheet = useSheet();
  const [fault, setFault] = useState<string | null>(null);
  const busy = useRef(false);
  const take = async () => {
    if (!at || at.metres > FAR_M || busy.current) return;
    busy.current = true;
    const { draft } = sheet.view;
    const stored = storedAt(at, at.metres);
    const kept = await sheet.pen.change(() => host().draftSetOnMap(draft, node.path, stored));
    busy.current = false;
    if (kept) {
      close();
      onTaken();
    } else setFault(faultKey(sheet.pen.now().fault?.code ?? "other"));
  };
  return { take: () => void take(), fault };
}
