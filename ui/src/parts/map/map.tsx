import { MapPinOff } from "lucide-react";
import { Component, lazy, type ReactNode, Suspense, useState } from "react";
import { useText } from "../../locales/text";
import { Loading } from "../states";
import { canDraw } from "./able";
import type { Aim } from "./aim";
import type { Scene } from "./style";

/** Drawing maps is the largest part of the program, and comes when one is looked at. */
const Canvas = lazy(() => import("./canvas"));

interface Props {
  scene: Omit<Scene, "language">;
  label: string;
  chosen?: string[];
  choose?: (ids: string[]) => void;
  /** A position is looked for with its middle. */
  aim?: Aim;
  /** What keeps its room until it is there. */
  waiting?: ReactNode;
  /** What is said where no map can be drawn; nothing is, where it only shows what stands beside it in words. */
  instead: ReactNode | null;
}

const none: string[] = [];

/** A map, or a word where this window can draw none. */
export function MapView({ scene, label, chosen = none, choose, aim, waiting, instead }: Props) {
  const [able, setAble] = useState(canDraw);
  const word = instead === null ? null : <NoMap instead={instead} />;
  if (!able) return word;
  return (
    <Guard instead={word}>
      <Suspense fallback={waiting ?? <Loading rows={6} />}>
        <Canvas
          scene={scene}
          label={label}
          chosen={chosen}
          choose={choose}
          aim={aim}
          failed={() => setAble(false)}
        />
      </Suspense>
    </Guard>
  );
}

function NoMap({ instead }: { instead: ReactNode }) {
  const { t } = useText();
  return (
    <p className="map-none muted" role="note" data-testid="map-none">
      <MapPinOff size={18} aria-hidden />
      <span>
        {t("map-none")} {instead}
      </span>
    </p>
  );
}

/** Keeps a map that breaks, or does not load, from taking the screen with it. */
class Guard extends Component<{ instead: ReactNode; children: ReactNode }> {
  override state = { broke: false };

  static getDerivedStateFromError() {
    return { broke: true };
  }

  override render() {
    return this.state.broke ? this.props.instead : this.props.children;
  }
}
