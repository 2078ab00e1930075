import { Satellite, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { faultOf, type GpsHeard, host, type NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { faultKey } from "../parts/fault";
import { useSheet } from "./context";

/** So long a cold receiver may take under an open sky. */
const PATIENCE_S = 90;
/** More ports than this are no choice but a riddle. */
const PORTS_MAX = 4;

/** The ports that a receiver may hang on; looked at again when somebody comes back to the window. */
function usePorts() {
  const [ports, setPorts] = useState<string[]>([]);
  useEffect(() => {
    let here = true;
    const look = () =>
      host()
        .gpsPorts()
        .then(
          (found) => here && setPorts(found.slice(0, PORTS_MAX)),
          () => here && setPorts([]),
        );
    void look();
    window.addEventListener("focus", look);
    return () => {
      here = false;
      window.removeEventListener("focus", look);
    };
  }, []);
  return ports;
}

/** Answers a position from a receiver on a cable, when one is plugged in. */
export function FromReceiver({ node, onMeasured }: { node: NodeView; onMeasured: () => void }) {
  const { t } = useText();
  const sheet = useSheet();
  const ports = usePorts();
  const [heard, setHeard] = useState<GpsHeard | null>(null);
  const [listening, setListening] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const waiting = useRef(false);
  waiting.current = listening;
  // Whoever leaves the form no longer waits for it.
  useEffect(() => () => void (waiting.current && host().gpsCancel()), []);

  const measure = async (port: string) => {
    setFault(null);
    setHeard(null);
    setListening(true);
    const stop = host().onGps(setHeard);
    try {
      const stored = await host().gpsMeasure(port, PATIENCE_S);
      const { draft } = sheet.view;
      const kept = await sheet.pen.change(() => host().draftSetMeasured(draft, node.path, stored));
      if (kept) onMeasured();
    } catch (cause) {
      const { code } = faultOf(cause);
      if (code !== "cancelled") setFault(faultKey(code));
    }
    stop();
    setListening(false);
  };

  if (ports.length === 0 && !listening) return null;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2" data-testid={`receiver-${node.path}`}>
      {listening ? (
        <Button
          icon={<X size={18} />}
          onPress={() => void host().gpsCancel()}
          testid={`gps-cancel-${node.path}`}
        >
          {t("gps-cancel")}
        </Button>
      ) : (
        ports.map((port) => (
          <Button
            key={port}
            icon={<Satellite size={18} />}
            onPress={() => void measure(port)}
            testid={`gps-${node.path}`}
          >
            {ports.length === 1 ? t("gps-measure") : t("gps-measure-at", { port })}
          </Button>
        ))
      )}
      <span aria-live="polite" className="hint">
        {listening && <Listening heard={heard} />}
        {fault && t(fault)}
      </span>
    </div>
  );
}

function Listening({ heard }: { heard: GpsHeard | null }) {
  const { t } = useText();
  if (!heard) return t("gps-listening");
  if (heard.accuracy_m !== null)
    return t("gps-better", { count: heard.accuracy_m, used: heard.in_use });
  return t("gps-searching", { used: heard.in_use, seen: heard.in_view });
}
