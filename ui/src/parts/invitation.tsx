import { FileUp } from "lucide-react";
import { useState } from "react";
import { faultOf, type HostFault, host } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { FaultPanel } from "./fault";

/** The invitation: chosen as a file or as a picture of its code, or pasted. */
export function InvitationField(props: { value: string; onChange: (value: string) => void }) {
  const { t } = useText();
  const [read, setRead] = useState(false);
  const [fault, setFault] = useState<HostFault | null>(null);
  const choose = async () => {
    setFault(null);
    try {
      const text = await host().readCodeFile();
      if (text === null) return;
      props.onChange(text);
      setRead(true);
    } catch (cause) {
      setFault(faultOf(cause));
    }
  };
  return (
    <div>
      <label className="label" htmlFor="invitation">
        {t("invitation")}
      </label>
      <p className="hint mb-1.5" id="invitation-hint">
        {t("invitation-hint")}
      </p>
      <div className="flex gap-2">
        <textarea
          id="invitation"
          className="input font-normal"
          rows={3}
          spellCheck={false}
          aria-describedby="invitation-hint"
          value={props.value}
          data-testid="invitation"
          onChange={(e) => {
            setRead(false);
            setFault(null);
            props.onChange(e.target.value);
          }}
        />
        <Button icon={<FileUp size={18} />} onPress={choose} testid="invitation-file">
          {t("invitation-file")}
        </Button>
      </div>
      <p className="hint" role="status">
        {read ? t("invitation-read") : ""}
      </p>
      {fault && <FaultPanel fault={fault} testid="invitation-fault" />}
    </div>
  );
}
