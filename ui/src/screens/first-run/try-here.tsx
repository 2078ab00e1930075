import { useState } from "react";
import { host, type Opened } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { NewPassphrase } from "../../parts/passphrase";
import { useWork } from "../../parts/use-work";

export function TryStep(props: { onOpened: (opened: Opened) => void }) {
  const { t, language } = useText();
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const { busy, fault, run } = useWork(async () => {
    props.onOpened(await host().tryHere(name.trim(), passphrase ?? "", language));
  });
  return (
    <form className="flex flex-col gap-4" onSubmit={run}>
      <div>
        <h1>{t("way-try")}</h1>
        <p className="muted">{t("try-text")}</p>
      </div>
      <div>
        <label className="label" htmlFor="your-name">
          {t("your-name")}
        </label>
        <input
          id="your-name"
          className="input"
          autoComplete="name"
          value={name}
          data-testid="your-name"
          onChange={(e) => setName(e.target.value)}
        />
      </div>
      <NewPassphrase onChange={setPassphrase} />
      {fault && <FaultPanel fault={fault} />}
      <Button
        type="submit"
        look="primary"
        className="min-h-12"
        isDisabled={busy || name.trim() === "" || passphrase === null}
        testid="try-here"
      >
        {busy ? t("try-busy") : t("try-here")}
      </Button>
    </form>
  );
}
