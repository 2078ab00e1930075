import { HardDriveDownload } from "lucide-react";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

export function BackupSection() {
  const { t } = useText();
  const tell = useTell();
  const { busy, fault, run } = useWork(async () => {
    const name = await host().backup();
    if (name) tell(t("backup-written", { name }));
  });
  return (
    <Section name="backup" title={t("settings-backup")} text={t("settings-backup-text")}>
      <Button
        icon={<HardDriveDownload size={18} />}
        isDisabled={busy}
        onPress={() => void run()}
        testid="backup"
      >
        {busy ? t("working") : t("backup")}
      </Button>
      {fault && (
        <div className="mt-3">
          <FaultPanel fault={fault} />
        </div>
      )}
      <p className="muted mt-3">{t("settings-restore-text")}</p>
    </Section>
  );
}
