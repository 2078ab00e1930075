import { FolderInput, HardDriveDownload, Usb } from "lucide-react";
import { useState } from "react";
import { host, type StickChoice } from "../../../host";
import { useText } from "../../../locales/text";
import { Button } from "../../../parts/button";
import { FaultPanel } from "../../../parts/fault";
import { Loading } from "../../../parts/states";
import { useAsk } from "../../../parts/use-ask";
import { useBytes } from "../bytes";
import { ReadStick } from "./read";
import { WriteStick } from "./write";

/** The road without any line: what is written onto a stick, and what comes back on one. */
export function Stick() {
  const { t } = useText();
  const asked = useAsk("stick", () => host().stickChoice(), ["delivery", "records"]);
  const [doing, setDoing] = useState<"write" | "read" | null>(null);
  const turn = (to: "write" | "read") => setDoing(doing === to ? null : to);
  return (
    <section className="card card-pad" aria-labelledby="stick-road" data-testid="stick">
      <div className="flex items-start gap-4">
        <span className="way-mark">
          <Usb size={24} aria-hidden />
        </span>
        <div className="flex-1 min-w-0 flex flex-col gap-2">
          <h2 id="stick-road">{t("road-usb")}</h2>
          <p className="muted">{t("stick-what")}</p>
          {asked.fault && <FaultPanel fault={asked.fault} retry={asked.again} />}
          {!asked.data && !asked.fault && <Loading rows={2} />}
          {asked.data && <Waiting choice={asked.data} />}
          <div className="flex flex-wrap gap-2">
            <Button
              icon={<HardDriveDownload size={18} />}
              isDisabled={!asked.data}
              aria-expanded={doing === "write"}
              onPress={() => turn("write")}
              testid="stick-write"
            >
              {t("stick-write")}
            </Button>
            <Button
              icon={<FolderInput size={18} />}
              aria-expanded={doing === "read"}
              onPress={() => turn("read")}
              testid="stick-read"
            >
              {t("stick-read")}
            </Button>
          </div>
          {doing === "write" && asked.data && <WriteStick choice={asked.data} />}
          {doing === "read" && <ReadStick />}
        </div>
      </div>
    </section>
  );
}

function Waiting({ choice }: { choice: StickChoice }) {
  const { t } = useText();
  const bytes = useBytes();
  const { records, files, unanswered } = choice;
  return (
    <div data-testid="stick-waiting">
      <p>
        {records + files > 0
          ? t("stick-waiting", { records, files, bytes: bytes(choice.bytes) })
          : t("stick-nothing")}
      </p>
      {unanswered > 0 && <p className="muted">{t("stick-unanswered", { count: unanswered })}</p>}
    </div>
  );
}
