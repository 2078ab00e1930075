import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { host, type Opened } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useWork } from "../../parts/use-work";

export function RestoreStep(props: { onOpened: (opened: Opened) => void }) {
  const { t } = useText();
  const [secret, setSecret] = useState("");
  const { busy, fault, run } = useWork(async () => {
    const opened = await host().restoreBackup(secret.trim());
    if (opened) props.onOpened(opened);
  });
  return (
    <form className="flex flex-col gap-4" onSubmit={run}>
      <div>
        <h1>{t("way-restore")}</h1>
        <p className="muted">{t("restore-text")}</p>
      </div>
      <div>
        <label className="label" htmlFor="secret">
          {t("restore-secret")}
        </label>
        <p className="hint mb-1" id="secret-hint">
          {t("restore-secret-hint")}
        </p>
        <input
          id="secret"
          className="input"
          aria-describedby="secret-hint"
          autoComplete="off"
          spellCheck={false}
          value={secret}
          data-testid="restore-secret"
          onChange={(e) => setSecret(e.target.value)}
        />
      </div>
      {fault && <FaultPanel fault={fault} />}
      <Button
        type="submit"
        look="primary"
        className="min-h-12"
        icon={<FolderOpen size={18} />}
        isDisabled={busy || secret.trim() === ""}
        testid="restore"
      >
        {busy ? t("restore-busy") : t("restore-choose")}
      </Button>
    </form>
  );
}
