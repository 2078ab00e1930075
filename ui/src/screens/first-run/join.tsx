import { useState } from "react";
import { host, type Opened } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { InvitationField } from "../../parts/invitation";
import { NewPassphrase } from "../../parts/passphrase";
import { useWork } from "../../parts/use-work";

export function JoinStep(props: { onOpened: (opened: Opened) => void }) {
  const { t } = useText();
  const [invitation, setInvitation] = useState("");
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const { busy, fault, run } = useWork(async () => {
    props.onOpened(await host().join(invitation.trim(), passphrase ?? ""));
  });
  return (
    <form className="flex flex-col gap-4" onSubmit={run}>
      <h1>{t("way-join")}</h1>
      <InvitationField value={invitation} onChange={setInvitation} />
      <NewPassphrase onChange={setPassphrase} />
      {fault && <FaultPanel fault={fault} />}
      <Button
        type="submit"
        look="primary"
        className="min-h-12"
        isDisabled={busy || invitation.trim() === "" || passphrase === null}
        testid="join"
      >
        {busy ? t("join-busy") : t("join")}
      </Button>
    </form>
  );
}
