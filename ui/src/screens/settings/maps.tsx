import { MapIcon, Trash2, Upload } from "lucide-react";
import { useState } from "react";
import { host, type MapFile } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useSession } from "../../parts/session";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

const MEGA = 1_000;

/** The maps of this laptop: bring one, see what it shows, remove it. */
export function MapsSection() {
  const { t } = useText();
  const tell = useTell();
  const { may_look_after: may } = useSession();
  const maps = useAsk("maps", () => host().maps());
  const bringing = useWork(async () => {
    const kept = await host().importMap();
    if (!kept) return;
    tell(t("settings-map-kept", { name: kept.title }));
    maps.again();
  });
  const [leaving, setLeaving] = useState<MapFile | null>(null);
  const removing = useWork(async () => {
    if (!leaving) return;
    await host().mapRemove(leaving.name);
    tell(t("settings-map-removed", { name: leaving.title }));
    setLeaving(null);
    maps.again();
  });
  return (
    <Section
      name="maps"
      title={t("settings-maps")}
      text={t("settings-maps-text")}
      action={
        may && (
          <Button
            icon={<Upload size={18} />}
            isDisabled={bringing.busy}
            onPress={() => void bringing.run()}
            testid="map-import"
          >
            {t("settings-map-import")}
          </Button>
        )
      }
    >
      <div role="status">
        {bringing.busy && <p className="msg mb-2">{t("settings-map-copying")}</p>}
      </div>
      {bringing.fault && (
        <div className="mb-3">
          <FaultPanel fault={bringing.fault} />
        </div>
      )}
      <Answered asked={maps} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <Empty
              icon={<MapIcon size={26} />}
              title={t("settings-maps-none")}
              text={t("settings-maps-none-text")}
            />
          ) : (
            <List all={all} remove={may ? setLeaving : null} />
          )
        }
      </Answered>
      <Dialog
        open={leaving !== null}
        title={t("settings-map-remove-title", { name: leaving?.title ?? "" })}
        onClose={() => setLeaving(null)}
        testid="map-leaving"
      >
        <p className="mb-3">{t("settings-map-remove-text")}</p>
        {removing.fault && <FaultPanel fault={removing.fault} />}
        <Button
          look="danger"
          isDisabled={removing.busy}
          onPress={() => void removing.run()}
          testid="map-remove"
        >
          {t("settings-map-remove")}
        </Button>
      </Dialog>
    </Section>
  );
}

function List({ all, remove }: { all: MapFile[]; remove: ((map: MapFile) => void) | null }) {
  const { t } = useText();
  const size = (map: MapFile) =>
    t("megabytes", { value: Math.round((map.kilobytes / MEGA) * 10) / 10 });
  return (
    <ul className="rows" data-testid="maps">
      {all.map((map) => (
        <li key={map.name} className="map-row">
          <span className="flex-1 min-w-0">
            <span className="font-semibold block">{map.title}</span>
            <span className="muted">
              {map.unusable
                ? t("settings-map-unusable")
                : t(map.is_vector ? "settings-map-vector" : "settings-map-raster", {
                    size: size(map),
                    from: map.min_zoom,
                    to: map.max_zoom,
                  })}
            </span>
          </span>
          {remove && (
            <Button
              square
              look="quiet"
              aria-label={t("settings-map-remove-title", { name: map.title })}
              icon={<Trash2 size={18} aria-hidden />}
              onPress={() => remove(map)}
              testid={`map-remove-${map.name}`}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
