import { HardDriveDownload, TriangleAlert } from "lucide-react";
import type { Code, StickLeft } from "../../../host";
import { useText } from "../../../locales/text";
import { Button } from "../../../parts/button";
import { useBytes } from "../bytes";

function why(code: Code): string {
  if (code === "disk_full") return "stick-left-full";
  if (code === "cancelled") return "stick-left-stopped";
  return code === "unwritable" ? "stick-left-gone" : "stick-left-other";
}

/** What did not go onto a stick any more, why, and the way onto the next one. */
export function Left(props: { left: StickLeft; busy: boolean; onGoOn: () => void }) {
  const { t } = useText();
  const bytes = useBytes();
  const { records, files, fault } = props.left;
  return (
    <div className="banner" data-tone="warn" role="status" data-testid="stick-left">
      <p className="msg font-semibold" data-tone="warn">
        <TriangleAlert size={18} aria-hidden />
        <span>{t(why(fault.code))}</span>
      </p>
      <p>{t("stick-left", { records, files, bytes: bytes(props.left.bytes) })}</p>
      <p className="muted">{t("stick-left-how")}</p>
      <div className="mt-2">
        <Button
          icon={<HardDriveDownload size={18} />}
          isDisabled={props.busy}
          onPress={props.onGoOn}
          testid="stick-go-on"
        >
          {t("stick-go-on")}
        </Button>
      </div>
    </div>
  );
}
