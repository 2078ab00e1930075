import { useState } from "react";
import { type AppState, host } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FaultPanel } from "./fault";
import { NewPassphrase } from "./passphrase";
import { useWork } from "./use-work";

/** A new passphrase for somebody who forgot theirs, by the code of the printed sheet. */
export function Recover(props: {
  person: string;
  name: string;
  onClose: () => void;
  onOpened: (state: AppState) => void;
}) {
  const { t } = useText();
  const [code, setCode] = useState("");
  const [fresh, setFresh] = useState<string | null>(null);
  const { busy, fault, run } = useWork(async () => {
    props.onOpened(await host().recover(props.person, code.trim(), fresh ?? ""));
  });
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t("recover-title", { name: props.name })}
      testid="recover-dialog"
    >
      <form className="flex flex-col gap-4" onSubmit={run}>
        <p className="muted">{t("recover-text")}</p>
        <div>
          <label className="label" htmlFor="recover-code">
            {t("recover-code")}
          </label>
          <p className="hint mb-1" id="recover-code-hint">
            {t("restore-secret-hint")}
          </p>
          <input
            id="recover-code"
            className="input"
            aria-describedby="recover-code-hint"
            autoComplete="off"
            spellCheck={false}
            value={code}
            data-testid="recover-code"
            onChange={(e) => setCode(e.target.value)}
          />
        </div>
        <NewPassphrase onChange={setFresh} />
        {fault && <FaultPanel fault={fault} />}
        <Button
          type="submit"
          look="primary"
          isDisabled={busy || code.trim() === "" || !fresh}
          testid="recover-do"
        >
          {busy ? t("unlock-busy") : t("recover-do")}
        </Button>
      </form>
    </Dialog>
  );
}
