import { useState } from "react";
import { host } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FaultPanel } from "./fault";
import { InvitationField } from "./invitation";
import { useTell } from "./notices";
import { NewPassphrase, PassphraseField } from "./passphrase";
import { useApp } from "./session";
import { useWork } from "./use-work";

export type Task = "add" | "passphrase";

/** One of the rare tasks that concern people of this laptop, in its dialog. */
export function PersonTask(props: { task: Task; onClose: () => void }) {
  if (props.task === "add") return <AddPerson onClose={props.onClose} />;
  return <ChangePassphrase onClose={props.onClose} />;
}

function AddPerson(props: { onClose: () => void }) {
  const { t } = useText();
  const app = useApp();
  const tell = useTell();
  const [invitation, setInvitation] = useState("");
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const { busy, fault, run } = useWork(async () => {
    app.put(await host().addPerson(invitation, passphrase ?? ""));
    tell(t("person-added"));
    props.onClose();
  });
  return (
    <Dialog open onClose={props.onClose} title={t("person-add")} testid="person-add-dialog">
      <form className="flex flex-col gap-4" onSubmit={run}>
        <p className="muted">{t("person-add-text")}</p>
        <InvitationField value={invitation} onChange={setInvitation} />
        <NewPassphrase onChange={setPassphrase} />
        {fault && <FaultPanel fault={fault} />}
        <Button
          type="submit"
          look="primary"
          isDisabled={busy || !invitation.trim() || !passphrase}
          testid="person-add-do"
        >
          {busy ? t("working") : t("person-add-do")}
        </Button>
      </form>
    </Dialog>
  );
}

function ChangePassphrase(props: { onClose: () => void }) {
  const { t } = useText();
  const tell = useTell();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState<string | null>(null);
  const { busy, fault, run } = useWork(async () => {
    await host().changePassphrase(old, fresh ?? "");
    tell(t("passphrase-changed"));
    props.onClose();
  });
  return (
    <Dialog open onClose={props.onClose} title={t("passphrase-change")}>
      <form className="flex flex-col gap-4" onSubmit={run}>
        <PassphraseField
          label={t("passphrase-now")}
          value={old}
          onChange={setOld}
          testid="passphrase-old"
        />
        <NewPassphrase onChange={setFresh} />
        {fault && <FaultPanel fault={fault} />}
        <Button
          type="submit"
          look="primary"
          isDisabled={busy || !old || !fresh}
          testid="passphrase-change-do"
        >
          {busy ? t("working") : t("passphrase-change-do")}
        </Button>
      </form>
    </Dialog>
  );
}
